import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>From scores to an answer: the class with the largest one.</p>
    <Formula block tex={String.raw`c^* = \arg\max_c s_c`} />
    <p>
      It jumps, so it has no slope to learn from. Two smooth relatives share a name. The first is a smooth{" "}
      <em>max</em>, the softmax of the lecture, also called log-sum-exp:
    </p>
    <Formula block tex={String.raw`\max_c s_c \ \le\ \ln \sum_c e^{s_c} \ \le\ \max_c s_c + \ln C`} />
    <p>
      The second is a smooth <em>arg max</em>, the normalized exponential, which software calls softmax. It is
      the gradient of the first:
    </p>
    <Formula block tex={String.raw`\hat\sigma_c(s) = \frac{e^{s_c}}{\sum_k e^{s_k}}`} />
    <p>
      It is monotone: raise a score, and its class gains while all others lose. Divide the scores by a{" "}
      <em>temperature</em> <Formula tex="T" /> first, and it goes from the arg max (cold) to indifference
      (hot); the order stays.
    </p>
    <p>
      A computer's numbers end: in float32 <Formula tex="e^s" /> is infinite from <Formula tex="s = 88.7" />{" "}
      on, and <Formula tex={String.raw`\infty / \infty`} /> is no number. Subtract the maximum from all
      scores, which moves nothing on paper, and no exponent is above 0.
    </p>
  </>
);
