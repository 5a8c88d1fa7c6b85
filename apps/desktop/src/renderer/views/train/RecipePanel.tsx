import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { askSession } from "../../client.js";
import { Button } from "../../design/Button.js";
import { report } from "../../design/Toast.js";
import { useData } from "../../state/data.js";
import { runOptions, useTrain } from "../../state/train.js";
import styles from "./RecipePanel.module.css";

/** Milliseconds after the last keystroke. */
const afterTyping = 120;

/** The run as a command, and how to take it elsewhere. */
export function RecipePanel() {
  const { options, loadRecipe, recipe } = useTrain();
  const { dataset, label } = useData();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recipe is of these
  useEffect(() => {
    const timer = setTimeout(() => report(loadRecipe()), afterTyping);
    return () => clearTimeout(timer);
  }, [options, dataset, label]);
  return (
    <section className={styles.recipe} aria-label="The same elsewhere">
      <code className={styles.command}>{recipe?.command}</code>
      <div className={styles.buttons}>
        <CopyButton as="command">Copy command</CopyButton>
        <CopyButton as="typescript">Copy TypeScript</CopyButton>
      </div>
    </section>
  );
}

interface CopyButtonProps {
  readonly as: "command" | "typescript";
  readonly children: string;
}

function CopyButton({ as, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const asked = runOptions();
    if (!asked) return;
    await askSession("train.copyRecipe", { ...asked, as });
    setCopied(true);
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button className={styles.copy} onClick={() => report(copy())}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {copied ? "Copied" : children}
    </Button>
  );
}
