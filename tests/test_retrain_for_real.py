"""`/retrain` with the true training program, from the command to the answer of the new version."""

from dataclasses import replace

import pytest

from bot import texts
from model.training.train import train
from model.versions import Versions
from tests import kept
from tests.drawn import jpeg, mnist_digits, page_with
from tests.fakes import ADMIN


@pytest.mark.timeout(400)
async def test_a_weak_version_is_trained_further_and_taken_up(
    sandbox, start_bot, small_mnist, tmp_path, monkeypatch
):
    train("mlp", epochs=1, out=tmp_path / "weak", tell=lambda _: None)
    monkeypatch.delenv("MNIST_PATH")
    versions = Versions(tmp_path / "models")
    versions.promote(versions.add(tmp_path / "weak"))
    weak = versions.served

    application = await start_bot(real=True, mnist_path=small_mnist, progress_seconds=0.3)
    for number, (digit, label) in enumerate(zip(*mnist_digits(40), strict=True)):
        crop = replace(kept.crop(int(label)), picture=digit)
        corrected = kept.correction(number, sha256=f"{number:08x}" + "0" * 56, crops=(crop,))
        application.bot_data.store.keep(corrected)
    admin = sandbox.client(user_id=ADMIN)
    # More would make it sure enough to take a doodle for a digit, which the gate does not let pass.
    await admin.send_text("/retrain 2")
    note = await admin.next_message()
    assert note.text.startswith("Retraining (mlp)")
    curves = await admin.next_message(timeout=300)
    assert curves.photo is not None
    ending = await admin.next_message()
    assert note.text == texts.ENDED
    assert note.edits >= 3
    assert "MNIST's test digits, 100: " in ending.text
    assert "corrections kept for testing, 8: " in ending.text
    assert "learned from 32 corrected digits of 1 person" in ending.text
    assert ending.text.endswith(texts.TAKEN_UP)
    assert versions.served != weak
    assert weak.is_dir()
    report = versions.all()[-1].report
    assert report.training.start == weak.name
    assert report.corrections.learned == 32

    await admin.send_photo(jpeg(page_with(7)))
    assert (await admin.next_message()).message_id > ending.message_id
