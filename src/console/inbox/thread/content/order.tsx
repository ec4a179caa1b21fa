import { ShoppingCart } from "lucide-react";
import { language, useText } from "../../../locales/text.ts";
import { type Fields, list, numberOf, text } from "./fields.ts";

/** An amount in its currency, or bare where that is none. */
function money(amount: number, currency: string | null): string {
  try {
    return new Intl.NumberFormat(language(), currency === null ? {} : { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** What somebody ordered from a catalogue, and what it comes to where that can be said. */
export function Order({ payload }: { payload: Fields }) {
  const t = useText("thread");
  const items = list(payload.product_items).map((one) => ({
    name: text(one.product_retailer_id) ?? "?",
    count: numberOf(one.quantity) ?? 1,
    price: numberOf(one.item_price),
    currency: text(one.currency),
  }));
  const currencies = new Set(items.map(({ currency }) => currency));
  const isSummable = items.every(({ price }) => price !== null) && currencies.size === 1;
  const total = items.reduce((sum, { count, price }) => sum + count * (price ?? 0), 0);
  return (
    <div className="w-72 max-w-full overflow-hidden rounded-lg border border-line bg-surface text-sm">
      <p className="flex items-center gap-2 border-b border-line px-3 py-2 font-medium">
        <ShoppingCart aria-hidden className="size-4 text-muted" />
        {t("order.title", { count: items.length })}
      </p>
      <table className="w-full">
        <thead className="sr-only">
          <tr>
            <th>{t("order.item")}</th>
            <th>{t("order.price")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ name, count, price, currency }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of one order never move
            <tr key={index}>
              <td className="px-3 py-1">
                <span className="text-muted tabular-nums">{`${count} × `}</span>
                <span className="words">{name}</span>
              </td>
              <td className="px-3 py-1 text-end tabular-nums">
                {price === null ? "" : money(price * count, currency)}
              </td>
            </tr>
          ))}
        </tbody>
        {isSummable && items.length > 0 && (
          <tfoot>
            <tr className="border-t border-line font-medium">
              <td className="px-3 py-1.5">{t("order.total")}</td>
              <td className="px-3 py-1.5 text-end tabular-nums">{money(total, items[0]?.currency ?? null)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
