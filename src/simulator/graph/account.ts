import type { Context, Hono } from "hono";
import type { Account, BusinessNumber, Template } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { accountOf, jsonOf } from "./access.ts";
import { fieldsOf } from "./faults.ts";
import { askedFields, pick } from "./fields.ts";
import { numberFields, overrideIn } from "./number.ts";
import { pageOf } from "./paging.ts";

/** The one app that there is. */
const APP = { id: "670843887433847", link: "https://www.facebook.com/games/?app_id=670843887433847", name: "The app" };

const TEMPLATE_FIELDS = ["name", "parameter_format", "components", "language", "status", "category"];
const FILTERS = ["name", "language", "status", "category"] as const;

/** What hangs on a WhatsApp Business Account: its templates, its numbers, and who hears of its webhooks. */
export function accountNodes(app: Hono, node: string, simulator: Simulator): void {
  app.get(`${node}/message_templates`, (c) => {
    const owner = accountOf(c, simulator);
    if (owner instanceof Response) return owner;
    const names = askedFields(c) ?? TEMPLATE_FIELDS;
    const found = simulator.state.templates.filter((template) => isAsked(c, template));
    return pageOf(
      c,
      found.map((template) => pick({ ...template }, names)),
    );
  });

  app.get(`${node}/phone_numbers`, (c) => {
    const owner = accountOf(c, simulator);
    if (owner instanceof Response) return owner;
    const numbers = simulator.state.all("number").filter(({ waba_id }) => waba_id === owner.waba_id);
    const names = askedFields(c) ?? ["verified_name", "display_phone_number", "quality_rating"];
    return pageOf(
      c,
      numbers.map((number) => pick(numberFields(simulator, number), names)),
    );
  });

  app.get(`${node}/subscribed_apps`, (c) => {
    const owner = accountOf(c, simulator);
    if (owner instanceof Response) return owner;
    const { subscribed, override_url } = accountAt(simulator, owner);
    const app = {
      whatsapp_business_api_data: APP,
      ...(override_url !== null && { override_callback_uri: override_url }),
    };
    return c.json({ data: subscribed ? [app] : [] });
  });

  app.post(`${node}/subscribed_apps`, async (c) => {
    const owner = accountOf(c, simulator);
    if (owner instanceof Response) return owner;
    const override = await overrideIn(c, simulator, fieldsOf(await jsonOf(c)));
    if (override instanceof Response) return override;
    put(simulator, { waba_id: owner.waba_id, subscribed: true, override_url: override.url });
    return c.json({ success: true });
  });

  app.delete(`${node}/subscribed_apps`, (c) => {
    const owner = accountOf(c, simulator);
    if (owner instanceof Response) return owner;
    put(simulator, { waba_id: owner.waba_id, subscribed: false, override_url: null });
    return c.json({ success: true });
  });
}

const isAsked = (c: Context, template: Template): boolean =>
  FILTERS.every((name) => {
    const asked = c.req.query(name);
    return asked === undefined || template[name].toLowerCase() === asked.toLowerCase();
  });

const accountAt = ({ state }: Simulator, { waba_id }: BusinessNumber): Account =>
  state.get("account", waba_id) ?? { waba_id, subscribed: true, override_url: null };

const put = ({ state }: Simulator, account: Account): void => state.put("account", account.waba_id, account);
