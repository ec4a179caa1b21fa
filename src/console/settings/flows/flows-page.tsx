import type { SectionProps } from "../form/paths.ts";
import { FlowList } from "./flow-list.tsx";
import { FlowPage } from "./flow-page.tsx";

/** What leads customers through fixed steps. */
export const FlowsPage = ({ id }: SectionProps) => (id === null ? <FlowList /> : <FlowPage key={id} id={id} />);
