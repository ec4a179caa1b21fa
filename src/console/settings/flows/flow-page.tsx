import { useCall } from "../../api/use-call.ts";
import { OneOf } from "../form/one-of.tsx";
import { FlowDesk } from "./flow-desk.tsx";

/** One flow, being written and tried out. */
export function FlowPage({ id }: { id: string }) {
  const flow = useCall("getFlow", { params: { id } });
  return (
    <OneOf query={flow} item={flow.data}>
      {(one) => <FlowDesk saved={one} />}
    </OneOf>
  );
}
