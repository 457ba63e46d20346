"""The tutorial's way, for comparison: `python -m tests.bench.tutorial [FOLDER]`.

Three epochs of its network (Flatten, Dense 128, Dense 128, Dense 10, Adam) on clean MNIST; a photo
becomes gray, is resized to 28×28 and inverted. The folder holds labeled photos as
`evaluate --photos` takes them; single digits count. `--save model/weights/tutorial` writes the
network that `python -m model evaluate` measures beside a version.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from model.data import Mnist, mnist
from model.labels import labeled_pictures
from model.serving import FILE
from model.training.digits.network import build

if TYPE_CHECKING:
    import keras

EPOCHS = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tutorial")
    parser.add_argument("photos", type=Path, nargs="?", metavar="FOLDER")
    parser.add_argument("--save", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    data = mnist()
    network = train(data)
    answers = network.predict(data.test_images, batch_size=1000, verbose=0)["digit"].argmax(1)
    print(f"MNIST test half: {(answers == data.test_labels).mean():.4f}")
    if arguments.save:
        arguments.save.mkdir(parents=True, exist_ok=True)
        network.export(arguments.save / FILE, format="litert", verbose=False)
    if arguments.photos:
        read_photos(network, arguments.photos)


def train(data: Mnist) -> "keras.Model":
    import keras

    keras.utils.set_random_seed(0)
    network = build("mlp")
    network.compile("adam", {"digit": "sparse_categorical_crossentropy"})
    network.fit(data.train_images, {"digit": data.train_labels}, epochs=EPOCHS, verbose=2)
    return network


def read_photos(network: "keras.Model", folder: Path) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for picture in labeled_pictures(folder):
        if len(picture.text) == 1:
            gray = cv2.imread(str(picture.file), cv2.IMREAD_GRAYSCALE)
            seen = 255 - cv2.resize(gray, (28, 28))
            answer = network.predict(seen[np.newaxis], verbose=0)["digit"].argmax()
            for name in ("all singles", picture.set_name):
                total[name] += 1
                right[name] += str(answer) == picture.text
    for name in sorted(total):
        print(f"{name:44s}{right[name]:5d} /{total[name]:5d}  {right[name] / total[name]:.4f}")


if __name__ == "__main__":
    main()
