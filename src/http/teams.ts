import type { Hono } from "hono";
import { deskOf } from "../desk/port.ts";
import { TEAM_OPERATIONS } from "../protocol/team.ts";
import { forgetConfiguration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { given } from "./given.ts";
import { answer, problem } from "./problem.ts";
import { missingIn } from "./references.ts";
import { route } from "./route.ts";

/** People who work together. */
export function teams(app: Hono<AppEnv>): void {
  route(app, TEAM_OPERATIONS.createTeam, async (c, { body, idempotency }, principal) => {
    const { tenant_id } = principal;
    const unknown = await missingIn(c, tenant_id, body);
    if (unknown !== null) return problem(c, "unknown_reference", unknown);
    const made = await tenantAt(c.env, tenant_id).createRecord("team", body, idempotency);
    await changed(c, tenant_id);
    return answer(c, made, (team) => c.json(team, 201));
  });

  route(app, TEAM_OPERATIONS.listTeams, async (c, _, { tenant_id }) =>
    c.json({ teams: await tenantAt(c.env, tenant_id).records("team") }),
  );

  route(app, TEAM_OPERATIONS.getTeam, async (c, { params }, { tenant_id }) => {
    const team = await tenantAt(c.env, tenant_id).record("team", params.id);
    return team ? c.json(team) : problem(c, "not_found");
  });

  route(app, TEAM_OPERATIONS.changeTeam, async (c, { params, body }, principal) => {
    const { tenant_id } = principal;
    const tenant = tenantAt(c.env, tenant_id);
    if ((await tenant.record("team", params.id)) === null) return problem(c, "not_found");
    const unknown = await missingIn(c, tenant_id, body);
    if (unknown !== null) return problem(c, "unknown_reference", unknown);
    const team = await tenant.changeRecord("team", params.id, given(body));
    if (team === null) return problem(c, "not_found");
    await changed(c, tenant_id);
    return c.json(team);
  });

  route(app, TEAM_OPERATIONS.deleteTeam, async (c, { params }, principal) => {
    const { tenant_id } = principal;
    if (!(await tenantAt(c.env, tenant_id).removeRecord("team", params.id))) return problem(c, "not_found");
    await changed(c, tenant_id);
    return c.body(null, 204);
  });
}

/** Who is in a team decides who gets its tickets. */
async function changed(c: AppContext, tenantId: string): Promise<void> {
  forgetConfiguration(tenantId);
  await deskOf(c.env, tenantId).settingsChanged();
}
