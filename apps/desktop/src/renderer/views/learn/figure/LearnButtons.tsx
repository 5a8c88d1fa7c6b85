import { Pause, Play, StepForward } from "lucide-react";
import { Button } from "../../../design/Button.js";
import { useAnimation } from "./useAnimation.js";

export interface LearnButtonsProps {
  /** Whether steps are being taken, one a frame. */
  readonly learning: boolean;
  /** What the buttons say; by default "Learn one step" and "Keep learning". */
  readonly names?: readonly [step: string, run: string];
  /** Whether no step is left to take one by one. */
  readonly atEnd?: boolean;
  onStep(): void;
  onToggle(): void;
}

/** Two buttons for a row of them: one step, and steps until there is nothing left to learn. */
export function LearnButtons({
  learning,
  names: [one, run] = ["Learn one step", "Keep learning"],
  atEnd,
  onStep,
  onToggle,
}: LearnButtonsProps) {
  useAnimation(learning, onStep);
  const icon = { size: 15, strokeWidth: 1.75, "aria-hidden": true };
  return (
    <>
      <Button onClick={onStep} disabled={atEnd}>
        <StepForward {...icon} />
        {one}
      </Button>
      <Button onClick={onToggle}>
        {learning ? <Pause {...icon} /> : <Play {...icon} />}
        {learning ? "Pause" : run}
      </Button>
    </>
  );
}
