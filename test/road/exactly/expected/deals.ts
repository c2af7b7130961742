import { type Coach, dana, priya, sam, unassigned } from './coaches.ts';

/** One package of `packages.csv` as a deal. */
export interface ExpectedDeal {
  readonly id: string;
  readonly title: string;
  /** P021 was sold to C039, who is C012. */
  readonly person: string;
  readonly org: string | null;
  readonly owner: Coach;
  readonly status: 'open' | 'won' | 'lost';
  readonly stage: string;
  /** Won or lost at, in UTC; Completed At or Cancelled At is New York time. */
  readonly closed: string | null;
}

const row = (
  id: string,
  title: string,
  person: string,
  org: string | null,
  owner: Coach,
  status: 'open' | 'won' | 'lost',
  stage: string,
  closed: string | null,
): ExpectedDeal => ({ id, title, person, org, owner, status, stage, closed });

/** In the order of the pipeline, with how many deals stand in each. */
export const stages: readonly (readonly [name: string, deals: number])[] = [
  ['Active', 25],
  ['Paused', 5],
  ['Rolled Over', 1],
  ['Completed', 10],
  ['Cancelled', 4],
];

export const deals: readonly ExpectedDeal[] = [
  row('P001', 'Maya Chen – Leadership Intensive', 'C001', 'CO01', dana, 'won', 'Completed', '2025-10-24T21:05:00Z'),
  row('P002', 'Maya Chen – Executive Presence', 'C001', 'CO01', dana, 'open', 'Active', null),
  row('P003', 'Tomasz Kowalczyk – Career Compass', 'C002', 'CO02', dana, 'won', 'Completed', '2024-11-08T21:30:00Z'),
  row('P004', 'Tomasz Kowalczyk – Founder Retainer', 'C002', 'CO02', dana, 'open', 'Active', null),
  row('P005', 'Amara Diallo – Leadership Intensive', 'C003', 'CO03', priya, 'open', 'Active', null),
  row('P006', 'Amara Diallo – Speaking with Ease', 'C003', 'CO03', priya, 'lost', 'Cancelled', '2024-08-30T17:45:00Z'),
  row('P007', 'Rafael Mendes – Executive Presence', 'C004', 'CO04', sam, 'won', 'Completed', '2024-12-19T16:55:00Z'),
  row('P008', 'Rafael Mendes – Leadership Intensive', 'C004', 'CO04', sam, 'open', 'Active', null),
  row('P009', "Siobhán O'Brien – First 90 Days", 'C005', 'CO05', sam, 'open', 'Paused', null),
  row('P010', 'Hana Ito – Pay As You Go', 'C006', 'CO06', priya, 'open', 'Active', null),
  row('P011', 'Hana Ito – Career Compass', 'C006', 'CO06', priya, 'won', 'Completed', '2024-10-29T22:10:00Z'),
  row('P012', 'Daniel Abramowitz – Career Compass', 'C007', 'CO07', dana, 'lost', 'Cancelled', '2024-07-26T19:15:00Z'),
  row('P013', 'Leila Farahani – Executive Presence', 'C008', 'CO08', priya, 'open', 'Active', null),
  row('P014', 'Leila Farahani – Speaking with Ease', 'C008', 'CO08', priya, 'won', 'Completed', '2024-12-02T17:00:00Z'),
  row('P015', 'Chidi Okonkwo – Founder Retainer', 'C009', 'CO09', sam, 'open', 'Active', null),
  row('P016', 'Chidi Okonkwo – Leadership Intensive', 'C009', 'CO09', sam, 'won', 'Completed', '2025-11-07T13:55:00Z'),
  row('P017', 'Grace Lindqvist – First 90 Days', 'C010', 'CO10', sam, 'open', 'Active', null),
  row('P018', 'Beatriz Santos – Monthly Momentum', 'C011', 'CO11', unassigned, 'open', 'Active', null),
  row('P019', 'Beatriz Santos – Career Compass', 'C011', 'CO11', unassigned, 'won', 'Completed', '2025-05-30T23:40:00Z'),
  row('P020', 'Oluwaseun Adeyemi – Career Compass', 'C012', 'CO12', priya, 'won', 'Completed', '2025-12-12T13:20:00Z'),
  row('P021', 'Oluwaseun Adeyemi – First 90 Days', 'C012', 'CO12', priya, 'open', 'Active', null),
  row('P022', 'Ingrid Halvorsen – Leadership Intensive', 'C013', 'CO13', unassigned, 'open', 'Active', null),
  row('P023', 'Mateo Vargas – Pay As You Go', 'C014', 'CO14', dana, 'open', 'Active', null),
  row('P024', 'Fatima Zahra – Career Compass', 'C015', null, priya, 'won', 'Completed', '2025-01-28T18:05:00Z'),
  row('P025', 'Fatima Zahra – Monthly Momentum', 'C015', null, priya, 'open', 'Paused', null),
  row('P026', 'Nguyễn Lan – Speaking with Ease', 'C016', null, priya, 'open', 'Active', null),
  row('P027', 'Jonah Whitfield – Leadership Intensive', 'C017', null, dana, 'won', 'Completed', '2024-08-15T15:30:00Z'),
  row('P028', 'Yuki Tanaka – Career Compass', 'C018', 'CO01', dana, 'open', 'Active', null),
  row('P029', 'Esperanza Ruiz – Executive Presence', 'C019', 'CO09', sam, 'open', 'Active', null),
  row('P030', 'Kwame Boateng – First 90 Days', 'C020', 'CO09', sam, 'lost', 'Cancelled', '2026-02-13T21:40:00Z'),
  row('P031', 'Astrid Bergström – Career Compass', 'C021', 'CO10', sam, 'open', 'Active', null),
  row('P032', 'Viktor Petrov – Pay As You Go', 'C022', null, sam, 'open', 'Active', null),
  row('P033', 'Naomi Katz – Monthly Momentum', 'C023', 'CO03', priya, 'open', 'Active', null),
  row('P034', 'Dmitri Volkov – Speaking with Ease', 'C024', 'CO08', priya, 'open', 'Paused', null),
  row('P035', 'Priscilla Akintola – Career Compass', 'C025', null, priya, 'open', 'Paused', null),
  row('P036', 'Samuel Reinhardt – First 90 Days', 'C026', 'CO04', sam, 'lost', 'Cancelled', '2024-09-13T13:05:00Z'),
  row('P037', 'Mei-Ling Wu – Executive Presence', 'C027', 'CO04', sam, 'open', 'Active', null),
  row('P038', 'Andre Baptiste – Founder Retainer', 'C028', 'CO02', dana, 'open', 'Rolled Over', null),
  row('P039', 'Khadija Rahman – Speaking with Ease', 'C029', null, unassigned, 'open', 'Active', null),
  row('P040', 'Zeynep Yılmaz – Pay As You Go', 'C031', null, dana, 'open', 'Active', null),
  row('P041', 'Lucas Moreau – Leadership Intensive', 'C032', 'CO07', dana, 'open', 'Active', null),
  row('P042', 'Ezra Goldberg – Career Compass', 'C034', 'CO13', unassigned, 'open', 'Active', null),
  row('P043', 'Sunita Krishnan – First 90 Days', 'C035', null, priya, 'open', 'Active', null),
  row('P044', 'Chloé Dubois – Monthly Momentum', 'C037', 'CO01', dana, 'open', 'Active', null),
  row('P045', 'Hiroshi Nakamura – Executive Presence', 'C038', 'CO10', sam, 'open', 'Paused', null),
];
