import type { StepPicture } from "../../../shared/ipc/pictures.js";
import { Figure } from "../../design/Figure.js";
import { count, duration, measure, percent } from "../../design/format.js";
import { usePictures } from "../../state/pictures.js";
import { stepsLeft } from "../../state/timeLeft.js";
import { isActive, useTrain } from "../../state/train.js";
import styles from "./Figures.module.css";

interface Figures {
  readonly step?: number;
  readonly objective?: number;
  readonly gradientNorm?: number;
  readonly gap?: number | null;
  readonly trainAccuracy?: number | null;
  readonly validationAccuracy?: number | null;
  readonly testAccuracy?: number | null;
  readonly seconds?: number;
}

/** The run in numbers: as it goes on, or at the step that was gone back to. */
export function Figures() {
  const figures = useFigures();
  const { speed, left } = usePace();
  const { step, seconds } = figures;
  return (
    <dl className={styles.figures}>
      <Figure name="Step" value={step === undefined ? "–" : count(step)} />
      <Figure
        name="Objective"
        value={measure(figures.objective)}
        hint="Mean loss and penalty: what is minimized."
      />
      <Figure
        name="Gradient norm"
        value={measure(figures.gradientNorm)}
        hint="The steepest slope that is left; zero at the optimum."
      />
      <Figure
        name="Certificate"
        value={figures.gap === null || figures.gap === undefined ? "–" : `≤ ${measure(figures.gap)}`}
        hint="A proof of how far the objective is above the lowest there is, at most."
      />
      <Figure
        name="Speed"
        value={speed === undefined ? "–" : `${perSecond(speed)} /s`}
        hint="Steps a second."
      />
      <Figure name="Training accuracy" value={percent(figures.trainAccuracy)} />
      <Figure name="Validation accuracy" value={percent(figures.validationAccuracy)} />
      <Figure
        name="Test accuracy"
        value={percent(figures.testAccuracy)}
        hint="Known once the run has ended."
      />
      <Figure name="Time" value={seconds === undefined ? "–" : duration(seconds)} />
      <Figure
        name="Time left"
        value={left === undefined ? "–" : `~ ${duration(left)}`}
        hint="At this speed."
      />
    </dl>
  );
}

function useFigures(): Figures {
  const { latest, result, measured } = useTrain();
  const { scrubbed, picture } = usePictures();
  if (scrubbed !== null && picture) return figuresOf(picture, result?.test?.accuracy);
  if (result)
    return {
      step: result.steps,
      objective: result.objective.value,
      gradientNorm: result.gradientNorm,
      gap: result.certificate.gap,
      trainAccuracy: result.train.accuracy,
      validationAccuracy: result.validation?.accuracy,
      testAccuracy: result.test?.accuracy,
      seconds: result.seconds,
    };
  return {
    step: latest?.steps.at(-1),
    objective: latest?.objective.at(-1),
    gradientNorm: latest?.gradientNorm.at(-1),
    gap: measured.gap.at(-1),
    trainAccuracy: measured.trainAccuracy.at(-1),
    validationAccuracy: measured.validationAccuracy.at(-1),
    seconds: latest?.seconds,
  };
}

/** The test rows are looked at once, for the model that the run ended with. */
const figuresOf = (picture: StepPicture, testAccuracy?: number | null): Figures => ({
  ...picture,
  testAccuracy: picture.final ? testAccuracy : undefined,
});

/** How fast it goes, and the seconds left where they can be told. */
function usePace(): { readonly speed?: number; readonly left?: number } {
  const { latest, start, curve, status, result } = useTrain();
  if (result) return { speed: result.steps / result.seconds };
  if (!latest || !start) return {};
  const { speed } = latest;
  if (!isActive(status) || latest.seconds < 0.5) return { speed };
  const steps = stepsLeft(start.config, curve);
  return { speed, left: steps === undefined ? undefined : steps / speed };
}

const perSecond = (speed: number): string =>
  speed >= 1000 ? `${(speed / 1000).toFixed(1)}k` : speed.toPrecision(3);
