"""Files on their way: dropped on a slot, and the bar that tells how far they have come."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, JSHandle, expect

from tests.factories import draft_person_application, make_clerk, submitted_unit

from .pages import Clerk
from .papers import photo, scan
from .test_autosave import sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SLOT = "id_document"
#: Bytes per second; a photo of some two megabytes is on its way for several seconds.
SLOW = 400_000
WATCH_BAR = """slot => {
  window.seen = [];
  document.addEventListener("htmx:xhr:progress", () => {
    const bar = document.querySelector(`#${slot} progress`);
    if (bar && !bar.hidden) window.seen.push(bar.value);
  });
}"""
CARRY = """files => {
  const carried = new DataTransfer();
  for (const {name, type, content} of files) {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    carried.items.add(new File([bytes], name, {type}));
  }
  return carried;
}"""


@pytest.fixture
def at_the_form(clerk: Clerk) -> Clerk:
    """The clerk at a draft without files."""
    user = make_clerk()
    draft = draft_person_application(submitted_unit(clerk=user), complete=False)
    sign_in(clerk, user)
    clerk.open(f"/my/{draft.number}/")
    return clerk


def carried(clerk: Clerk, *files: FilePayload) -> JSHandle:
    """Files as the browser hands them over while they are dragged in from the desktop."""
    packed = [
        {
            "name": file["name"],
            "type": file["mimeType"],
            "content": base64.b64encode(file["buffer"]).decode(),
        }
        for file in files
    ]
    return clerk.page.evaluate_handle(CARRY, packed)


def grainy_photo() -> FilePayload:
    """A picture that no compression makes small."""
    small = photo()
    noise = Image.effect_noise((1700, 1300), 90)
    target = io.BytesIO()
    noise.convert("RGB").save(target, "JPEG", quality=92)
    return {**small, "buffer": target.getvalue()}


def test_files_dropped_on_a_slot_are_uploaded(at_the_form: Clerk) -> None:
    clerk, row = at_the_form, at_the_form.slot(SLOT).locator(".file-row")
    files = carried(clerk, scan("正面.pdf"), photo("反面.jpg"))

    row.dispatch_event("dragover", {"dataTransfer": files})
    expect(row).to_contain_class("is-over")
    row.dispatch_event("dragleave", {"dataTransfer": files})
    expect(row).not_to_contain_class("is-over")
    row.dispatch_event("drop", {"dataTransfer": files})

    expect(clerk.slot(SLOT).locator(".slot-file")).to_have_count(2)
    expect(clerk.slot(SLOT)).to_contain_text("正面.pdf")
    expect(clerk.slot(SLOT).locator(".slot-file-picture img").first).to_be_visible()
    clerk.look()


def test_the_bar_tells_how_far_a_file_has_come(at_the_form: Clerk) -> None:
    clerk = at_the_form
    network = clerk.page.context.new_cdp_session(clerk.page)
    clerk.page.evaluate(WATCH_BAR, f"slot_{SLOT}")
    network.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    network.send("Network.emulateNetworkConditions", slow)

    clerk.upload(SLOT, grainy_photo())

    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    picture = clerk.slot(SLOT).locator(".slot-file-picture img")
    expect(picture).to_be_visible()
    expect(clerk.slot(SLOT).locator("progress")).to_be_hidden()
    seen = clerk.page.evaluate("window.seen")
    assert [value for value in seen if 0 < value < 100], seen
    assert seen == sorted(seen)
