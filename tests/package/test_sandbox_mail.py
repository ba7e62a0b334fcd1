"""Mails of all kinds: the effects of calls on the sandbox, over real HTTP."""

from __future__ import annotations

from decimal import Decimal

import pytest
from yulsn_client import BadRequestError, NotFoundError
from yulsn_client.models import (
    Contact,
    Email2DispatchCreate,
    Email2Receiver,
    Email2Scope,
    Email2SegmentScope,
    EmailBuilderBlockCreate,
    EmailBuilderBlockInputCreate,
    EmailBuilderBlockSettingsCreate,
    EmailBuilderCampaign,
    EmailBuilderCampaignCreate,
    EmailBuilderCampaignSchedule,
    EmailBuilderCampaignType,
    EmailDispatch,
    EmailDispatchCreate,
    EmailDispatchStatus,
    EmailDispatchType,
    SearchFieldCreate,
    SearchOperator,
    SegmentContactIdsCreate,
)
from yulsn_codegen.sandbox import RunningSandbox
from yulsn_codegen.sandbox.collections import EMAIL2_RECEIVERS

from .conftest import Flavour
from .expect import check, moment
from .people import NOBODY, people, person
from .stored import stored

NEWSLETTER, ORDER_CONFIRMATION = 1, 2  # the campaigns that a sandbox starts with
FAR = moment("2099-01-01T08:00:00+01:00")


def segment_of(api: Flavour, contacts: list[Contact]) -> int:
    """The id of a new segment of these contacts."""
    body = SegmentContactIdsCreate(contact_ids=[contact.id for contact in contacts])
    number: int = api.run(api.client.segments.create_from_contact_ids(body)).id
    return number


def latest(api: Flavour) -> EmailDispatch:
    """The dispatch with the highest id."""
    found = max(api.run(api.client.email_dispatches.list()), key=lambda dispatch: dispatch.id)
    assert isinstance(found, EmailDispatch)
    return found


# --- EmailDispatches and their receivers ---


@pytest.mark.rows(
    "POST /api/v1/EmailDispatches",
    "GET /api/v1/EmailDispatchReceiver?lastId={lastId}",
    "GET /api/v1/EmailDispatchReceiver?emailDispatchId={emailDispatchId}&contactId={contactId}",
)
def test_a_dispatch_reaches_contacts_with_an_address(api: Flavour) -> None:
    receivers = api.client.email_dispatch_receiver
    ada, eva = people(api, 2)
    silent = api.run(api.client.contacts.create(person(email=None)))
    before = max((receiver.id for receiver in api.collect(receivers.iterate())), default="")
    body = EmailDispatchCreate(email_campaign_id=NEWSLETTER, segment_ids=[segment_of(api, [ada, silent, eva])])
    dispatch = api.run(api.client.email_dispatches.create(body))
    assert dispatch == latest(api)
    assert (dispatch.sent, dispatch.delivered, dispatch.status) == (2, 2, EmailDispatchStatus.FINISHED)
    assert (dispatch.email_campaign_id, dispatch.type) == (NEWSLETTER, EmailDispatchType.NEWSLETTER)
    check(Decimal("1.0"), dispatch.delivery_ratio)
    assert dispatch.planned_utc == dispatch.planned

    made = api.run(receivers.list_after(before))
    assert [receiver.contact_id for receiver in made] == [ada.id, eva.id]
    assert {receiver.email_dispatch_id for receiver in made} == {dispatch.id}
    assert api.run(receivers.find(dispatch.id, eva.id)) == made[1]
    assert api.run(receivers.find(dispatch.id, silent.id)) is None
    with pytest.raises(NotFoundError):
        api.run(api.client.email_dispatches.create(EmailDispatchCreate(email_campaign_id=1, contact_id=NOBODY)))
    assert latest(api) == dispatch


@pytest.mark.rows(
    "GET /api/v1/EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}"
    "&take={take}"
)
def test_dispatches_are_listed_by_type_status_and_time(api: Flavour) -> None:
    dispatches = api.client.email_dispatches
    (ada,) = people(api, 1)
    api.run(dispatches.create(EmailDispatchCreate(email_campaign_id=ORDER_CONFIRMATION, contact_id=ada.id)))
    sent = latest(api)
    later = EmailDispatchCreate(email_campaign_id=NEWSLETTER, contact_id=ada.id, date_time=FAR, is_test=True)
    api.run(dispatches.create(later))
    waiting = latest(api)
    assert (sent.type, sent.status) == (EmailDispatchType.TRANSACTIONAL, EmailDispatchStatus.FINISHED)
    assert (waiting.type, waiting.status, waiting.sent) == (EmailDispatchType.TEST, EmailDispatchStatus.WAITING, 0)
    check(FAR, waiting.planned)

    both = [EmailDispatchStatus.WAITING, EmailDispatchStatus.FINISHED]
    assert api.run(dispatches.list(status=both, take=2)) == [waiting, sent]
    assert api.run(dispatches.list(take=1)) == [waiting]
    finished = api.run(dispatches.list(status=both[1:]))
    assert sent in finished
    assert waiting not in finished
    tests = api.run(dispatches.list(type=EmailDispatchType.TEST, from_=FAR))
    assert waiting in tests
    assert sent not in tests
    assert waiting not in api.run(dispatches.list(to=FAR))


# --- Email2Dispatches, which no call lists ---


@pytest.mark.rows("POST /api/v1/Email2Dispatches")
def test_a_trigger_mails_contacts_addresses_or_segments(api: Flavour, sandbox: RunningSandbox) -> None:
    def mail(scope: Email2Scope) -> tuple[int | str, list[tuple[int | None, str]]]:
        before = len(stored(sandbox, EMAIL2_RECEIVERS))
        answer = api.run(api.client.email2_dispatches.create(Email2DispatchCreate(trigger_id="welcome", scope=scope)))
        made = stored(sandbox, EMAIL2_RECEIVERS)[before:]
        assert isinstance(answer, (int, str))
        return answer, [(receiver["ContactId"], receiver["Email"]) for receiver in made]

    ada, eva = people(api, 2)
    answer, receivers = mail(Email2Scope(contacts={str(ada.id): Email2Receiver(dynamic={"Point": 10})}))
    assert "id cannot be returned" in str(answer)
    assert receivers == [(ada.id, ada.email)]
    answer, receivers = mail(Email2Scope(emails={"ib@example.com": Email2Receiver()}))
    assert "id cannot be returned" in str(answer)
    assert receivers == [(None, "ib@example.com")]
    everybody, some = segment_of(api, [ada, eva]), segment_of(api, [ada])
    scope = Email2SegmentScope(in_segment_ids=[everybody], not_in_segment_ids=[some])
    answer, receivers = mail(Email2Scope(segments=scope))
    assert type(answer) is int
    assert receivers == [(eva.id, eva.email)]
    with pytest.raises(NotFoundError):
        api.run(
            api.client.email2_dispatches.create(
                Email2DispatchCreate(
                    trigger_id="no such", scope=Email2Scope(emails={"ib@example.com": Email2Receiver()})
                )
            )
        )


# --- EmailBuilderCampaigns ---


@pytest.mark.rows(
    "POST /api/v1/EmailBuilderCampaigns",
    "POST /api/v1/EmailBuilderCampaigns/{id}/AddBlock",
    "POST /api/v1/EmailBuilderCampaigns/{id}/Schedule",
    "POST /api/v1/EmailBuilderCampaigns/{id}/Cancel",
)
def test_a_campaign_is_built_scheduled_and_cancelled(api: Flavour) -> None:
    campaigns, receivers = api.client.email_builder_campaigns, api.client.email_dispatch_receiver
    ada, eva = people(api, 2)
    body = EmailBuilderCampaignCreate(
        type=EmailBuilderCampaignType.NEWSLETTER, name="Forår", subject="Nye cykler", email_template_id=4
    )
    made = api.run(campaigns.create(body))
    assert isinstance(made, EmailBuilderCampaign)
    assert (made.name, made.subject, made.preheader, made.email_template_id) == ("Forår", "Nye cykler", None, 4)
    block = EmailBuilderBlockCreate(
        email_builder_block_id=7,
        input_values={"Titel": EmailBuilderBlockInputCreate(value="Ålegræs")},
        settings=EmailBuilderBlockSettingsCreate(
            condition=SearchFieldCreate(field_="class", operator=SearchOperator.IN, values=["gold"])
        ),
    )
    added = api.run(campaigns.add_block(made.id, block))
    assert (added.email_builder_block_id, added.settings.condition.values) == (7, ["gold"])
    assert added.input_values["Titel"].value == "Ålegræs"
    with pytest.raises(BadRequestError):
        api.run(campaigns.cancel(made.id))

    plan = EmailBuilderCampaignSchedule(
        include_segments=[segment_of(api, [ada, eva])], exclude_segments=[segment_of(api, [eva])], start_sending=FAR
    )
    assert api.run(campaigns.schedule(made.id, plan)) is None
    dispatch = latest(api)
    assert (dispatch.email_campaign_id, dispatch.email_campaign_name) == (made.email_campaign_id, "Forår")
    assert dispatch.status == EmailDispatchStatus.WAITING
    check(FAR, dispatch.planned)
    assert api.run(receivers.find(dispatch.id, ada.id)) is not None
    assert api.run(receivers.find(dispatch.id, eva.id)) is None
    for call, argument in ((campaigns.add_block, block), (campaigns.schedule, plan)):
        with pytest.raises(BadRequestError):
            api.run(call(made.id, argument))

    assert api.run(campaigns.cancel(made.id)) is None
    assert latest(api).status == EmailDispatchStatus.CANCELLED
    assert api.run(receivers.find(dispatch.id, ada.id)) is None
    with pytest.raises(NotFoundError):
        api.run(campaigns.cancel(NOBODY))
