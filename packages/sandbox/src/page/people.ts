import sanitize from 'sanitize-html';
import type { Activity, CustomEntity, CustomValues, Deal, Json, Note, Person, StoredFile } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { live } from '../core/world.ts';
import { customFields, labelOptions } from '../rules/fields.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { count } from './layout.ts';

/** The words of a note without its markup; a paragraph or list item keeps its line. */
const plain = (text: string): string =>
  sanitize(text.replace(/<(br|\/p|\/li|\/div)[^>]*>/gi, '\n'), { allowedTags: [], allowedAttributes: {} })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();

export const money = (deal: Deal): string => `${count(deal.value)} ${deal.currency}`;
const day = (time: string | null): string => time?.slice(0, 10) ?? '';
const none = (what: string): Html => html`<p class="muted">No ${what}.</p>`;

/** A person of the list with how much hangs on them. */
export function peoplePage(world: World, page: number): Html {
  const size = 100;
  const people = live(world.persons.all());
  const last = Math.max(0, Math.ceil(people.length / size) - 1);
  const shown = people.slice(page * size, page * size + size);
  const deals = Map.groupBy(live(world.deals.all()), (row) => row.person_id);
  const activities = Map.groupBy(
    live(world.activities.all()).flatMap((row) => row.participants),
    (row) => row.person_id,
  );
  const notes = Map.groupBy(live(world.notes.all()), (row) => row.person_id);
  const rows = shown.map(
    (
      row,
    ) => html`<tr><td><a href="/people/${row.id}">${row.name}</a></td><td>${row.emails[0]?.value}</td><td class="short">${row.phones[0]?.value}</td>
<td>${row.org_id === null ? '' : world.organizations.get(row.org_id)?.name}</td><td>${world.users.get(row.owner_id)?.name}</td>
<td class="number">${deals.get(row.id)?.length ?? 0}</td><td class="number">${activities.get(row.id)?.length ?? 0}</td><td class="number">${notes.get(row.id)?.length ?? 0}</td></tr>`,
  );
  const step = (to: number, name: string) => (to >= 0 && to <= last ? html`<a href="/?page=${to}">${name}</a> ` : '');
  return html`<h2>${count(people.length)} people</h2>
<div class="scroll"><table><thead><tr><th>Name</th><th>Mail</th><th>Phone</th><th>Organization</th><th>Owner</th><th class="number">Deals</th><th class="number">Activities</th><th class="number">Notes</th></tr></thead>
<tbody>${rows}</tbody></table></div><p>${step(page - 1, 'Earlier')}${step(page + 1, 'Later')}</p>`;
}

const shownValue = (value: Json): string => {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return Array.isArray(value)
    ? value.map(shownValue).join(', ')
    : Object.values(value)
        .filter((each) => each !== null)
        .map(shownValue)
        .join(' ');
};

/** Custom values by the names of their fields, options by their labels. */
function customRows(world: World, entity: CustomEntity, values: CustomValues): readonly (readonly [string, string])[] {
  const { byCode } = customFields(world, entity);
  return Object.entries(values).flatMap(([code, value]) => {
    const field = byCode.get(code);
    if (field === undefined) return [];
    const ids = Array.isArray(value) ? value : [value];
    const text = field.options
      ? ids.map((id) => field.options?.find((option) => option.id === id)?.label ?? '').join(', ')
      : shownValue(value);
    return [[field.name, text] as const];
  });
}

/** The name of an activity's type; its key where the type is gone. */
const typeName = (world: World, row: Activity): string =>
  world.activityTypes.all().find((type) => type.key_string === row.type)?.name ?? row.type;

const activityRow = (world: World, row: Activity): Html =>
  html`<tr><td>${row.done ? '✓' : ''}</td><td class="short">${typeName(world, row)}</td><td>${row.subject}</td><td class="short">${row.due_date} ${row.due_time?.slice(0, 5)}</td>
<td class="short">${row.duration?.slice(0, 5)}</td><td>${world.users.get(row.owner_id)?.name}</td><td class="lines">${plain(row.note ?? '')}</td></tr>`;

const dealRow = (world: World, row: Deal): Html =>
  html`<tr><td>${row.title}</td><td class="short">${row.status}</td><td class="short">${world.stages.get(row.stage_id)?.name}</td><td class="number short">${money(row)}</td>
<td>${customRows(world, 'deal', row.custom).map(([name, value]) => html`<span class="muted">${name}:</span> ${value}<br>`)}</td></tr>`;

const noteBlock = (world: World, row: Note): Html =>
  html`<div class="note"><span class="muted">${row.add_time.replace('T', ' ').replace('Z', '')} · ${world.users.get(row.user_id)?.name}</span>
${plain(row.content)}</div>`;

const fileRow = (row: StoredFile): Html =>
  html`<tr><td>${row.name}</td><td>${row.media_type}</td><td class="number">${count(row.bytes.byteLength)}</td><td>${day(row.add_time)}</td></tr>`;

function facts(world: World, row: Person): readonly (readonly [string, string])[] {
  const contact = (each: { readonly value: string; readonly label: string }) => `${each.value} (${each.label})`;
  const labels = labelOptions(world, 'person').filter((option) => row.label_ids.some((id) => id === option.id));
  const all: readonly (readonly [string, string])[] = [
    ['Mail', row.emails.map(contact).join(', ')],
    ['Phone', row.phones.map(contact).join(', ')],
    ['Organization', (row.org_id === null ? undefined : world.organizations.get(row.org_id)?.name) ?? ''],
    ['Owner', world.users.get(row.owner_id)?.name ?? ''],
    ['Labels', labels.map((option) => option.label).join(', ')],
    ['Address', row.postal_address?.value ?? ''],
    ['Birthday', row.birthday ?? ''],
    ['Job title', row.job_title ?? ''],
    ['Created', day(row.add_time)],
    ...customRows(world, 'person', row.custom),
  ];
  return all.filter(([, value]) => value !== '');
}

/** One person with everything that hangs on them or on their deals; null when there is none. */
export function personPage(world: World, id: number): Html | null {
  const person = world.persons.get(id);
  if (person === undefined || person.is_deleted) return null;
  const deals = live(world.deals.all()).filter((row) => row.person_id === id);
  const theirs = new Set<number | null>(deals.map((row) => row.id));
  const activities = live(world.activities.all()).filter(
    (row) => row.participants.some((one) => one.person_id === id) || theirs.has(row.deal_id),
  );
  const sessions = new Set<number | null>(activities.map((row) => row.id));
  const notes = live(world.notes.all()).filter((row) => row.person_id === id || theirs.has(row.deal_id));
  const files = live(world.files.all()).filter((row) => row.person_id === id || theirs.has(row.deal_id) || sessions.has(row.activity_id));
  const table = (heads: readonly string[], rows: readonly Html[]) =>
    html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th${['Value', 'Bytes'].includes(head) ? html` class="number"` : ''}>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<h2>${person.name}</h2><dl>${facts(world, person).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h2>Deals</h2>${
    deals.length === 0
      ? none('deals')
      : table(
          ['Title', 'Status', 'Stage', 'Value', 'Fields'],
          deals.map((row) => dealRow(world, row)),
        )
  }
<h2>Activities</h2>${
    activities.length === 0
      ? none('activities')
      : table(
          ['Done', 'Type', 'Subject', 'When (UTC)', 'Length', 'Owner', 'Note'],
          activities
            .toSorted((a, b) => `${a.due_date} ${a.due_time}`.localeCompare(`${b.due_date} ${b.due_time}`))
            .map((row) => activityRow(world, row)),
        )
  }
<h2>Notes</h2>${notes.length === 0 ? none('notes') : notes.map((row) => noteBlock(world, row))}
<h2>Files</h2>${files.length === 0 ? none('files') : table(['Name', 'Type', 'Bytes', 'Added'], files.map(fileRow))}`;
}
