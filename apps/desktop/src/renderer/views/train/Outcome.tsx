import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import { measure } from "../../design/format.js";
import { Tooltip } from "../../design/Tooltip.js";
import { useTrain } from "../../state/train.js";
import styles from "./Outcome.module.css";

/** How the run ended: in the trainer's own sentence, with its proof. */
export function Outcome() {
  const { result, problem, start, status, run, doing } = useTrain();
  if (problem) return <Line bad>{sentence(problem)}</Line>;
  if (result)
    return (
      <Line bad={result.status === "diverged"}>
        <span>{sentence(result.message)}</span>
        <span className={styles.saved}>Saved as {run}</span>
        <Tooltip text="A proof, not an estimate: no parameters whatever have an objective lower by more than this.">
          <span className={styles.proof}>{certified(result.certificate)}</span>
        </Tooltip>
      </Line>
    );
  if (doing)
    return (
      <Line going>
        <span>{sentence(doing)}</span>
        <span className={styles.saved}>{run}</span>
      </Line>
    );
  if (start)
    return (
      <Line going>
        <span>{status === "paused" ? "Paused." : "Training."}</span>
        <span className={styles.saved}>{run}</span>
        <span className={styles.proof}>{sentence(`${start.config.solver}: ${start.reason}`)}</span>
      </Line>
    );
  return null;
}

function certified(
  certificate: NonNullable<ReturnType<typeof useTrain.getState>["result"]>["certificate"],
): string {
  if (certificate.gap === null) return certificate.reason;
  return `Within ${measure(certificate.gap)} of the best objective there is.`;
}

const sentence = (text: string) => `${text[0].toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;

interface LineProps {
  readonly bad?: boolean;
  readonly going?: boolean;
  readonly children: ReactNode;
}

function Line({ bad, going, children }: LineProps) {
  const Icon = bad ? CircleAlert : going ? CircleDashed : CircleCheck;
  return (
    <p className={styles.line} role="status" data-bad={bad || undefined} data-going={going || undefined}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {children}
    </p>
  );
}
