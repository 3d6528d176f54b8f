"""Boxes on a photo: every step can be taken back, nothing leaves the photo, one part is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.model import Box
from auditor_app.ui.models.retouch import SMALLEST, Retouch

PHOTO = Retouch(400, 300)


def test_a_box_is_added_moved_sized_and_each_step_is_taken_back() -> None:
    one = PHOTO.added("blur")
    assert one.box == Box("blur", 162, 112, 75, 75)
    moved = one.nudge(10, 0).nudge(10, 0).nudge(wider=5)
    assert moved.box == Box("blur", 182, 112, 80, 75)
    assert moved.undone().box == one.box, "arrow keys in a row are one step"
    two = moved.added("blur", Box("blur", 0, 0, 40, 40))
    assert (two.chosen, len(two.blurs)) == (1, 2)
    gone = two.without()
    assert gone.boxes == moved.boxes
    assert gone.undone().boxes == two.boxes
    assert gone.undone().undone().undone().undone().boxes == ()
    assert not PHOTO.undone().can_undo


def test_a_photo_is_cut_to_one_part_only() -> None:
    cut = PHOTO.added("crop").added("crop", Box("crop", 10, 10, 100, 100))
    assert cut.crop == Box("crop", 10, 10, 100, 100)
    assert len(cut.boxes) == 1


def test_the_smallest_box_under_the_pointer_is_taken_and_a_blur_before_the_part_to_keep() -> None:
    large, small = Box("blur", 0, 0, 200, 200), Box("blur", 50, 50, 50, 50)
    photo = PHOTO.added("blur", large).added("blur", small).added("crop", Box("crop", 60, 60, 20, 20))
    assert photo.at(70, 70) == 1
    assert photo.at(10, 10) == 0
    assert photo.at(390, 290) == -1
    assert photo.took(-1).next().chosen == 0
    assert photo.took(0).next(-1).chosen == 2


def test_boxes_go_along_when_the_photo_is_turned() -> None:
    photo = PHOTO.added("blur", Box("blur", 0, 0, 40, 30))
    turned = photo.turned()
    assert (turned.width, turned.height, turned.box) == (300, 400, Box("blur", 270, 0, 30, 40))
    back = turned.turned().turned().turned()
    assert back.boxes == photo.boxes


@given(st.tuples(*(st.integers(-5_000, 5_000) for _ in range(4))), st.sampled_from(["blur", "crop"]))
def test_no_box_leaves_the_photo_or_gets_too_small_to_see(shape: tuple[int, int, int, int], what: str) -> None:
    photo = PHOTO.added("crop" if what == "crop" else "blur", Box(what, *shape)).nudge(shape[2], shape[3], *shape[:2])
    (box,) = photo.boxes
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.width <= 400
    assert box.y + box.height <= 300
    assert min(box.width, box.height) >= SMALLEST
