import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      CIFAR-10 asks of a picture, 32 × 32 pixels in red, green and blue, which of ten things it shows. The
      pictures here are <em>drawn by the program</em>, in the same layout and of the same ten classes; open
      the real ones in Data.
    </p>
    <p>
      To a model the picture is a vector of <Formula tex={String.raw`32 \cdot 32 \cdot 3 = 3072`} /> numbers,
      all the red ones first, then green, then blue, each row by row. Ten weight vectors of the same length
      give ten scores:
    </p>
    <Formula block tex={String.raw`s_c = w_c \cdot x + b_c, \qquad c = 1, \dots, 10`} />
    <p>
      So each <Formula tex="w_c" /> is a picture too, a <em>template</em>: bright in a color where that color
      speaks for the class, dark where it speaks against it, gray where it does not matter.
    </p>
    <p>
      The label becomes a <em>one-hot</em> target, a vector with a single 1. Counted from 1, a cat is{" "}
      <Formula tex="e_4" /> and a ship <Formula tex="e_9">.</Formula> Learning moves the probabilities toward
      it.
    </p>
    <p>
      <em>Open in Train</em> takes the ten digits that come along: other sizes, and nothing else is different.
    </p>
  </>
);
