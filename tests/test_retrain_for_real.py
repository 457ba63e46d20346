"""`/retrain` with the true training program, from the command to the answer of the new version."""

import numpy as np
import pytest

from bot import texts
from model.train import train
from model.versions import Versions
from tests.drawn import jpeg, mnist_digits, page_with
from tests.fakes import ADMIN


@pytest.fixture
def little_mnist(tmp_path):
    images, labels = mnist_digits(400)
    order = np.random.default_rng(0).permutation(400)
    images, labels = images[order], labels[order]
    path = tmp_path / "little.npz"
    np.savez(
        path, x_train=images[:300], y_train=labels[:300], x_test=images[300:], y_test=labels[300:]
    )
    return path


@pytest.mark.timeout(400)
async def test_a_weak_version_is_trained_further_and_taken_up(
    sandbox, start_bot, little_mnist, tmp_path, monkeypatch
):
    monkeypatch.setenv("MNIST_PATH", str(little_mnist))
    train("mlp", epochs=1, out=tmp_path / "weak", tell=lambda _: None)
    monkeypatch.delenv("MNIST_PATH")
    versions = Versions(tmp_path / "models")
    versions.promote(versions.add(tmp_path / "weak"))
    weak = versions.served

    await start_bot(real=True, mnist_path=little_mnist, progress_seconds=0.3)
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
