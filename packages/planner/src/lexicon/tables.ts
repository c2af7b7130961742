import type { SourceObject } from '@cutover/domain';

/** What the columns of a table say about what its rows are. */
export interface TableSigns {
  /** Target (with `#part` where that matters) → how much a column that is taken for it tells. */
  readonly telling: Readonly<Record<string, number>>;
  /** Without any of these it is hardly such a table. */
  readonly needs: readonly string[];
}

/** Objects that a table is recognised as by the meanings its columns would have; the others show themselves to the reader or not at all. */
export const TABLE_SIGNS: Readonly<Partial<Record<SourceObject, TableSigns>>> = Object.freeze({
  client: {
    telling: {
      'person.emails': 2,
      'person.phones': 2,
      'person.first_name': 2,
      'person.last_name': 2,
      'person.name': 1.2,
      'person.add_time': 0.5,
      'person.owner': 0.5,
      'link:company': 1,
      'person.custom.tags': 1,
      'person.custom.*': 0.5,
    },
    needs: ['person.emails', 'person.phones', 'person.name', 'person.first_name'],
  },
  company: {
    telling: {
      'organization.name': 1.5,
      'organization.address': 1.2,
      'organization.website': 2,
      'organization.custom.*': 1,
      'organization.owner': 0.3,
    },
    needs: ['organization.name'],
  },
  coach: {
    telling: { 'link:coach#mail': 1.5, 'link:coach#name': 1.5, 'link:coach#id': 0.5 },
    needs: ['link:coach#mail', 'link:coach#name'],
  },
  package: {
    telling: {
      'deal.title': 1.2,
      'deal.stage': 1.2,
      'deal.value': 1.5,
      'deal.currency': 0.5,
      'deal.custom.sessions-total': 2,
      'deal.custom.sessions-used': 2,
      'deal.custom.sessions-remaining': 2,
      'deal.expected_close_date': 1,
      'deal.custom.*': 0.5,
      'deal.owner': 0.3,
      'link:client': 0.8,
      'link:company': 0.3,
    },
    needs: ['deal.value', 'deal.title', 'deal.custom.sessions-total'],
  },
  session: {
    telling: {
      'activity.due_date': 1,
      'activity.due_time': 1.5,
      'activity.duration': 2,
      'activity.done': 1.2,
      'activity.type': 1,
      'activity.location': 1.2,
      'activity.note': 0.5,
      'activity.subject': 0.3,
      'activity.owner': 0.5,
      'link:client': 0.8,
      'link:package': 0.8,
    },
    needs: ['activity.due_date'],
  },
  note: {
    telling: { 'note.content': 1.5, 'note.add_time': 1, 'note.owner': 1, 'link:client': 0.8, 'link:session': 0.5 },
    needs: ['note.content'],
  },
  invoice: {
    telling: {
      'note.content#amount': 1.5,
      'note.content#number': 0.5,
      'note.content#balance': 1.5,
      'note.content#currency': 0.3,
      'note.content#date': 1,
      'note.content#status': 0.5,
      'activity.due_date#paid': 2,
      'link:client': 0.8,
      'link:package': 0.5,
    },
    needs: ['note.content#amount'],
  },
});
