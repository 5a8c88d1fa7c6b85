import { ScanSearch } from "lucide-react";
import { Button } from "../design/Button.js";
import { EmptyState } from "../design/EmptyState.js";
import { Page } from "../design/Page.js";
import { useData } from "../state/data.js";
import { useView } from "../state/view.js";

/** What a view that needs a model shows before there is one. */
export function TrainFirst({ title, text }: { readonly title: string; readonly text: string }) {
  const show = useView((state) => state.show);
  const next = useData((state) => state.dataset) ? "train" : "data";
  return (
    <Page title={title}>
      <EmptyState icon={ScanSearch} title="No model yet" text={text}>
        <Button look="primary" onClick={() => show(next)}>
          {next === "train" ? "Train a model" : "Open data"}
        </Button>
      </EmptyState>
    </Page>
  );
}
