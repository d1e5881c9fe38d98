import { useInsideView } from "../../bridge/hooks.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { InsideFailure } from "../../ui/inside-note.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { brokerParams } from "./broker-params.ts";
import { ForeignOverview } from "./foreign-overview.tsx";
import { LimitsTable } from "./limits-table.tsx";
import { Overview } from "./overview.tsx";
import { SysPane } from "./sys-pane.tsx";
import { useBroker } from "./use-broker.ts";
import { useBrokerCommands } from "./use-broker-commands.ts";
import { useSysValues } from "./use-sys-values.ts";

/** The broker that the page is attached to: our own in full, another as far as it tells. */
export function BrokerView() {
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  return isElsewhere ? <ForeignBroker /> : <OwnBroker />;
}

function OwnBroker() {
  const texts = useTexts().broker;
  const { data: info, samples, error, loadedAt, reload } = useBroker();
  const facts = useBrokerFacts();
  const values = useSysValues();
  const [tab, setTab] = useUrlState("tab", brokerParams.ownTab);
  useBrokerCommands(setTab, info?.demo, reload);
  const failure = error !== undefined && <InsideFailure error={error} loadedAt={loadedAt} onRetry={reload} />;
  if (info === undefined) {
    return (
      failure || (
        <p role="status" className="p-3 text-muted">
          {texts.loading}
        </p>
      )
    );
  }
  return (
    <>
      {failure}
      <Tabs
        label={texts.tabs.label}
        value={tab}
        onChange={(next) => setTab(next, "replace")}
        className="flex-1"
        tabs={[
          {
            value: "overview",
            title: texts.tabs.overview,
            content: <Overview info={info} samples={samples} facts={facts} onChanged={reload} />,
          },
          { value: "limits", title: texts.tabs.limits, content: <LimitsTable info={info} /> },
          { value: "system", title: texts.tabs.system, content: <SysPane values={values} /> },
        ]}
      />
    </>
  );
}

function ForeignBroker() {
  const texts = useTexts().broker;
  const values = useSysValues();
  const [tab, setTab] = useUrlState("tab", brokerParams.foreignTab);
  return (
    <Tabs
      label={texts.tabs.label}
      value={tab}
      onChange={(next) => setTab(next, "replace")}
      className="flex-1"
      tabs={[
        { value: "overview", title: texts.tabs.overview, content: <ForeignOverview values={values} /> },
        { value: "system", title: texts.tabs.system, content: <SysPane values={values} /> },
      ]}
    />
  );
}
