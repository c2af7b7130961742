import { join } from 'node:path';
import { accountOf } from '../../tools/account.ts';
import { type SandboxState, sandboxState } from '../../tools/sandbox-state.ts';
import { Table } from '../../tools/table.ts';
import type { Traveller } from '../../tools/travel.ts';
import { send } from '../later.ts';

/**
 * What a delta must come to, written without the product: for a choice of fields, what the export says, what was written last and what Pipedrive holds. The
 * three-way rule stands here once more, by the words of the promise: changed in the export alone → written; in Pipedrive alone → kept; in both → by the rule.
 */
export interface Field {
  /** `person C003 name` */
  readonly name: string;
  readonly record: string;
  /** What Pipedrive should hold by what the export says now; null when the export says nothing of it any more. */
  readonly source: () => string | null;
  readonly now: (account: Account) => string;
  /** Somebody changes it in Pipedrive. */
  readonly change: (value: string) => Promise<void>;
  /** A value that this field can have. */
  readonly value: (n: number) => string;
}

export type Account = ReturnType<typeof accountOf>;
export type Rule = 'keep-pipedrive' | 'take-source';

interface Known {
  readonly field: Field;
  /** As last written. */
  base: string;
  /** As Pipedrive held it after our last write. */
  held: string;
  now: string;
}

const CLIENTS = ['C002', 'C003', 'C005', 'C006', 'C009'];
const PACKAGES = ['P005', 'P009', 'P010', 'P015'];
const SESSIONS = ['S004', 'S018', 'S024', 'S033', 'S046'];
const NOTES = ['N003', 'N004', 'N005'];

const WORDS = ['Ash', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Larch', 'Maple', 'Oak', 'Pine', 'Rowan', 'Willow'] as const;
const word = (n: number): string => WORDS[n % WORDS.length] ?? 'Ash';
const phrase = (n: number): string => `${word(n)} and ${word(n + 5)} ${n % 97}`;

export class World {
  readonly traveller: Traveller;
  readonly before: SandboxState;
  readonly clients: Table;
  readonly packages: Table;
  readonly sessions: Table;
  readonly notes: Table;
  readonly known = new Map<string, Known>();
  /** Records that somebody deleted in Pipedrive, and rows that left the export. */
  readonly dead = new Set<string>();
  readonly vanished = new Set<string>();
  private fields: Field[] = [];
  private made = 0;

  constructor(traveller: Traveller, before: SandboxState, source: string) {
    this.traveller = traveller;
    this.before = before;
    const table = (name: string): Table => new Table(join(source, `${name}.csv`));
    [this.clients, this.packages, this.sessions, this.notes] = [table('clients'), table('packages'), table('sessions'), table('notes')];
  }

  /** Takes the account as it is after the load for the beginning. */
  async begin(): Promise<void> {
    const sessions = this.sessions.ids.filter((id) => SESSIONS.includes(id));
    this.fields = [
      ...CLIENTS.flatMap((id) => this.ofClient(id)),
      ...PACKAGES.flatMap((id) => this.ofPackage(id)),
      ...sessions.flatMap((id) => this.ofSession(id)),
      ...NOTES.map((id) => this.ofNote(id)),
    ];
    const account = await this.account();
    for (const field of this.fields) this.take(field, field.now(account));
  }

  async account(): Promise<Account> {
    return accountOf(sandboxState(await this.traveller.get('state')), this.before);
  }

  save(): void {
    for (const table of [this.clients, this.packages, this.sessions, this.notes]) table.save();
  }

  private take(field: Field, value: string): void {
    this.known.set(field.name, { field, base: value, held: value, now: value });
  }

  /** Fields that somebody can change: their record is there. */
  get changeable(): Known[] {
    return [...this.known.values()].filter(({ field }) => !this.dead.has(field.record));
  }

  async change(at: number, value: number): Promise<void> {
    const { [at % this.changeable.length]: known } = this.changeable;
    if (known === undefined) return;
    const text = known.field.value(value);
    await known.field.change(text);
    known.now = text;
  }

  /** Somebody deletes a note or an activity. */
  async remove(at: number): Promise<void> {
    const records = [...new Set(this.changeable.map(({ field }) => field.record))].filter((record) => /^(note|activity) /.test(record));
    const record = records[at % records.length];
    if (record === undefined) return;
    const account = await this.account();
    const [kind, id = ''] = record.split(' ');
    if (kind === 'note') await send(this.traveller, 'DELETE', `v1/notes/${account.note(`note ${id}`).id}`);
    else await send(this.traveller, 'DELETE', `v2/activities/${account.activity(`session ${id}`).id}`);
    this.dead.add(record);
  }

  /** A row of the export changes: one of the columns that the fields look at. */
  edit(at: number, value: number): void {
    const edits = [
      ...this.clients.ids
        .filter((id) => CLIENTS.includes(id) || id.startsWith('C9'))
        .flatMap((id) => [
          () => this.clients.set(id, 'Last Name', word(value)),
          () => this.clients.set(id, 'Job Title', phrase(value)),
          () => this.clients.set(id, 'Intake Score', String(1 + (value % 99))),
        ]),
      ...PACKAGES.flatMap((id) => [() => this.packages.set(id, 'Package', phrase(value)), () => this.use(id, value)]),
      ...this.sessions.ids
        .filter((id) => SESSIONS.includes(id))
        .flatMap((id) => [
          () => this.sessions.set(id, 'Title', phrase(value)),
          () => this.sessions.set(id, 'Length (min)', String(15 + 5 * (value % 9))),
        ]),
      ...this.notes.ids
        .filter((id) => NOTES.includes(id) || id.startsWith('N9'))
        .map((id) => () => this.notes.set(id, 'Body', `${phrase(value)}.`)),
    ];
    edits[at % edits.length]?.();
  }

  private use(id: string, value: number): void {
    const included = Number(this.packages.get(id, 'Sessions Included'));
    const used = value % (included + 1);
    this.packages.set(id, 'Sessions Used', String(used));
    this.packages.set(id, 'Sessions Remaining', String(included - used));
  }

  /** A new client with a note, or a note alone, or a row that goes. */
  add(value: number): void {
    this.made += 1;
    const id = `C9${String(this.made).padStart(2, '0')}`;
    const note = `N9${String(this.made).padStart(2, '0')}`;
    if (value % 2 === 0) {
      const empty = { 'E-mail': '', 'Other E-mails': '', Mobile: '', 'Other Phones': '', 'Private Notes': '' };
      this.clients.addLike(id, 'C002', {
        ...empty,
        'First Name': 'New',
        'Last Name': `${word(value)}${this.made}`,
        'Job Title': phrase(value),
        'Intake Score': '50',
      });
    }
    this.notes.addLike(note, 'N001', { 'Client ID': value % 2 === 0 ? id : 'C005', Body: `${phrase(value)}.` });
  }

  drop(at: number): void {
    const ids = this.notes.ids.filter((id) => NOTES.includes(id) || id.startsWith('N9'));
    const id = ids[at % ids.length];
    // What was never loaded leaves nothing behind.
    if (id === undefined || !this.known.has(`note ${id} text`)) return;
    this.notes.remove(id);
    this.vanished.add(`note ${id}`);
  }

  /** The three-way rule. @returns the fields that both sides changed */
  settle(rule: Rule): string[] {
    const conflicts: string[] = [];
    for (const known of this.changeable) {
      const source = known.field.source();
      if (source === null || source === known.base) continue;
      const theirs = known.now !== known.base && known.now !== known.held;
      if (source === known.now) {
        known.base = source;
      } else if (!theirs || rule === 'take-source') {
        if (theirs) conflicts.push(known.field.name);
        [known.base, known.held, known.now] = [source, source, source];
      } else conflicts.push(known.field.name);
    }
    for (const id of this.clients.ids.filter((each) => each.startsWith('C9'))) this.join(this.ofClient(id));
    for (const id of this.notes.ids.filter((each) => each.startsWith('N9'))) this.join([this.ofNote(id)]);
    return conflicts.toSorted();
  }

  private join(fields: readonly Field[]): void {
    for (const field of fields) if (!this.known.has(field.name)) this.take(field, field.source() ?? '');
  }

  /** What the account should hold, and what it holds. */
  async compared(): Promise<{ wanted: Record<string, string>; found: Record<string, string> }> {
    const account = await this.account();
    const wanted: Record<string, string> = {};
    const found: Record<string, string> = {};
    for (const { field, now } of this.known.values()) {
      if (this.dead.has(field.record)) continue;
      wanted[field.name] = now;
      found[field.name] = field.now(account);
    }
    for (const record of this.dead) {
      const [kind, id = ''] = record.split(' ');
      const source = `${kind === 'note' ? 'note' : 'session'} ${id}`;
      const list = kind === 'note' ? account.notes : account.activities;
      wanted[record] = 'gone';
      found[record] = list.some((row) => row.source === source) ? 'there' : 'gone';
    }
    for (const entity of ['person', 'deal'] as const) {
      const ids = account.sourceIds(entity);
      wanted[`${entity} twice`] = '';
      found[`${entity} twice`] = ids.filter((id, i) => ids.indexOf(id) !== i).join();
    }
    return { wanted, found };
  }

  private named(id: string): string {
    return `${this.clients.get(id, 'First Name')} ${this.clients.get(id, 'Last Name')}`;
  }

  private async keyOf(list: 'personFields' | 'dealFields', name: string): Promise<string | null> {
    const state = sandboxState(await this.traveller.get('state'));
    return state[list].find((field) => field.is_custom_field && !field.is_deleted && field.field_name === name)?.field_code ?? null;
  }

  private ofClient(id: string): Field[] {
    const record = `person ${id}`;
    const patch = async (body: Record<string, unknown>): Promise<void> => {
      await send(this.traveller, 'PATCH', `v2/persons/${(await this.account()).person(id).id}`, body);
    };
    const custom = async (name: string, builtIn: string, value: unknown): Promise<void> => {
      const key = await this.keyOf('personFields', name);
      await patch(key === null ? { [builtIn]: value } : { custom_fields: { [key]: value } });
    };
    const cell = (column: string) => (): string => this.clients.get(id, column);
    return [
      {
        name: `${record} name`,
        record,
        source: () => this.named(id),
        now: (a) => a.person(id).name,
        change: (name) => patch({ name }),
        value: phrase,
      },
      {
        name: `${record} job`,
        record,
        source: cell('Job Title'),
        now: (a) => String(a.person(id).either('Job Title', 'job_title') ?? ''),
        change: (value) => custom('Job Title', 'job_title', value),
        value: phrase,
      },
      {
        name: `${record} score`,
        record,
        source: cell('Intake Score'),
        now: (a) => String(a.person(id).custom('Intake Score') ?? ''),
        change: (value) => custom('Intake Score', '', Number(value)),
        value: (n) => String(1 + (n % 99)),
      },
    ];
  }

  private ofPackage(id: string): Field[] {
    const record = `deal ${id}`;
    const patch = async (body: Record<string, unknown>): Promise<void> => {
      await send(this.traveller, 'PATCH', `v2/deals/${(await this.account()).deal(id).id}`, body);
    };
    const cell = (column: string): string => this.packages.get(id, column);
    const remaining = (): string => {
      const price = Number(cell('Package Price').replace(/[$,]/g, ''));
      return String((Number(cell('Sessions Remaining')) * price) / Number(cell('Sessions Included')));
    };
    return [
      {
        name: `${record} title`,
        record,
        source: () => `${this.named(cell('Client ID'))} – ${cell('Package')}`,
        now: (a) => a.deal(id).title,
        change: (title) => patch({ title }),
        value: phrase,
      },
      {
        name: `${record} value`,
        record,
        source: remaining,
        now: (a) => String(a.deal(id).value),
        change: (value) => patch({ value: Number(value) }),
        value: (n) => String(n % 5000),
      },
    ];
  }

  private ofSession(id: string): Field[] {
    const record = `activity ${id}`;
    const patch = async (body: Record<string, unknown>): Promise<void> => {
      await send(this.traveller, 'PATCH', `v2/activities/${(await this.account()).activity(`session ${id}`).id}`, body);
    };
    const clock = (minutes: number): string =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return [
      {
        name: `${record} subject`,
        record,
        source: () => this.sessions.get(id, 'Title'),
        now: (a) => a.activity(`session ${id}`).subject,
        change: (subject) => patch({ subject }),
        value: phrase,
      },
      {
        name: `${record} duration`,
        record,
        source: () => clock(Number(this.sessions.get(id, 'Length (min)'))),
        now: (a) => a.activity(`session ${id}`).duration ?? '',
        change: (duration) => patch({ duration }),
        value: (n) => clock(15 + 5 * (n % 9)),
      },
    ];
  }

  private ofNote(id: string): Field {
    const record = `note ${id}`;
    const first = (a: Account): string => a.note(`note ${id}`).lines[0] ?? '';
    return {
      name: `${record} text`,
      record,
      // A text of several paragraphs is compared by its first line until it is edited.
      source: () => (this.vanished.has(record) ? null : firstLine(this.notes.get(id, 'Body'))),
      now: first,
      change: async (value) => {
        const note = (await this.account()).note(`note ${id}`);
        await send(this.traveller, 'PUT', `v1/notes/${note.id}`, { content: `<p>${value}</p><p>Source: note ${id}</p>` });
      },
      value: (n) => `${phrase(n)}.`,
    };
  }

  /** Records of which a field holds what a person put there since our last write. */
  edited(): Set<string> {
    return new Set(this.changeable.filter(({ now, held }) => now !== held).map(({ field }) => field.record));
  }
}

const firstLine = (html: string): string => (html.split(/<\/p>|<br>|<[ou]l>|\n/)[0] ?? '').replace(/<[^>]*>/g, '').trim();
