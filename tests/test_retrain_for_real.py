"""`/retrain` with the true training program, from the command to the answer of the new version."""

import pytest

from bot import texts
from model.train import train
from model.versions import Versions
from tests.drawn import jpeg, page_with
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

    await start_bot(real=True, mnist_path=small_mnist, progress_seconds=0.3)
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain 12")
    note = await admin.next_message()
    assert note.text.startswith("Retraining (mlp)")
    ending = await admin.next_message(timeout=300)
    assert note.text == texts.ENDED
    assert note.edits >= 3
    assert "Correct on 100 MNIST test digits" in ending.text
    assert texts.TAKEN_UP in ending.text
    assert versions.served != weak
    assert weak.is_dir()
    assert versions.all()[-1].report.training.start == weak.name

    await admin.send_photo(jpeg(page_with(7)))
    assert (await admin.next_message()).message_id > ending.message_id
