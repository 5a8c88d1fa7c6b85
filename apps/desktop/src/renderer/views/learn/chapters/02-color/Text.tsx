import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      The eye has three kinds of cone. Each holds an <em>opsin</em>, a protein that responds to some
      wavelengths more than to others (dashed). Of a whole spectrum they report three numbers:
    </p>
    <Formula block tex={String.raw`x_k = \int S(\lambda)\, s_k(\lambda)\, d\lambda`} />
    <p>
      A class does the same one step later. Its weight vector weighs what the cones report, and so it is a
      receptor itself, with a curve of its own (solid):
    </p>
    <Formula
      block
      tex={String.raw`w_{\mathrm{red}} \cdot x = \int S(\lambda) \textstyle\sum_k w_{\mathrm{red},k}\, s_k(\lambda)\, d\lambda`}
    />
    <p>Of the six scores, softmax makes the probability of each name:</p>
    <Formula
      block
      tex={String.raw`\hat y_{\mathrm{red}} = \frac{e^{w_{\mathrm{red}} \cdot x + b_{\mathrm{red}}}}{\sum_c e^{w_c \cdot x + b_c}}`}
    />
    <p>
      Nobody tells the receptors what to respond to. Shown 300 pure lights with their names, they learn it.
      Unlike cones, they may also be held back by light: red becomes “long, but not medium”, as nerve cells
      behind the retina do.
    </p>
    <small>
      Cones: CIE 1931 observer as fitted by Wyman, Sloan and Shirley (2013), by the Hunt–Pointer–Estévez
      matrix. Light of power 1.
    </small>
  </>
);
