import { Link } from "wouter";
import type { RightsLine } from "../../../server/adapters/http/contract/access.ts";
import { clientAddress } from "../../lib/links.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";

/** Cells beside each other, wrapped where there is no room for a table. */
const CELL = "block py-1 pr-4 align-baseline sm:table-cell";

/** One thing that would change. */
export interface ChangeRow {
  readonly clientId: string;
  readonly userName?: string | undefined;
  readonly isConnected?: boolean;
  readonly line?: RightsLine | undefined;
  /** A filter or topic; a text where `isText`. */
  readonly subject: string;
  readonly isText?: boolean;
}

export interface ChangeSectionProps {
  readonly title: string;
  readonly note?: string;
  readonly total: number;
  /** Client, subject, and the line if there is one to name. */
  readonly columns: readonly string[];
  readonly rows: readonly ChangeRow[];
}

/** One kind of change, as a table; nothing at all where nothing would change. */
export function ChangeSection({ title, note, total, columns, rows }: ChangeSectionProps) {
  const texts = useTexts().access.preview;
  const format = useFormat();
  if (total === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-semibold">{title}</h3>
      {note !== undefined && <p className="text-muted">{note}</p>}
      <table aria-label={title} className="block text-left sm:table">
        <thead className="hidden sm:table-header-group">
          <tr className="text-sm text-muted">
            {columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-4 font-normal">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {rows.map((row) => (
            <Row key={`${row.clientId}\n${row.subject}`} row={row} hasLine={columns.length > 2} />
          ))}
        </tbody>
      </table>
      {total > rows.length && (
        <p className="text-sm text-muted">{texts.firstOf(format.exact(rows.length), format.exact(total))}</p>
      )}
    </section>
  );
}

function Row({ row, hasLine }: { row: ChangeRow; hasLine: boolean }) {
  const texts = useTexts().access.preview;
  const { clientId, userName, isConnected, line, subject, isText } = row;
  return (
    <tr className="flex flex-wrap border-t sm:table-row">
      <td className={CELL}>
        <Link href={clientAddress(clientId, location.search)} className="font-mono text-sm wrap-anywhere">
          {clientId}
        </Link>
        {userName !== undefined && <span className="text-sm text-muted"> {userName}</span>}
        {isConnected === false && <span className="text-sm text-muted"> · {texts.away}</span>}
      </td>
      <td className={CELL}>
        {isText ? subject : <code className="font-mono text-sm wrap-anywhere">{subject}</code>}
      </td>
      {hasLine && (
        <td className={`${CELL} text-sm text-muted`}>
          {line === undefined ? texts.noLine : `${texts.lineIs(line.line)}: ${line.text}`}
        </td>
      )}
    </tr>
  );
}
