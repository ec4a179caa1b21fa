import { useCall } from "../../api/use-call.ts";
import { OneOf } from "../form/one-of.tsx";
import { AgentForm } from "./agent-form.tsx";
import { AgentUsage } from "./agent-usage.tsx";

/** How the AI agent speaks, and what it took. */
export function Agent() {
  const assistant = useCall("getAssistant");
  return (
    <div className="flex flex-col gap-5">
      <OneOf query={assistant} item={assistant.data}>
        {(settings) => <AgentForm saved={settings} />}
      </OneOf>
      <AgentUsage />
    </div>
  );
}
