import { type Coach, dana, priya, sam, unassigned } from './coaches.ts';

/** One invoice of `invoices.csv`, amounts in USD. */
export interface ExpectedInvoice {
  readonly id: string;
  readonly person: string;
  /** Null: no package (INV-1019), or one that does not exist (INV-1013): the note is on the person. */
  readonly deal: string | null;
  /** The client's coach: whom the payment belongs to. */
  readonly owner: Coach;
  readonly status: string;
  readonly amount: string;
  readonly balance: string;
  readonly issued: string;
  /** Settled on. */
  readonly paid: string | null;
}

const row = (
  id: string,
  person: string,
  deal: string | null,
  owner: Coach,
  status: string,
  amount: string,
  balance: string,
  issued: string,
  paid: string | null,
): ExpectedInvoice => ({ id, person, deal, owner, status, amount, balance, issued, paid });

export const invoices: readonly ExpectedInvoice[] = [
  row('INV-1001', 'C017', 'P027', dana, 'Paid', '3000.00', '0.00', '2023-09-04', '2023-09-15'),
  row('INV-1002', 'C002', 'P003', dana, 'Paid', '1080.00', '0.00', '2024-02-12', '2024-02-20'),
  row('INV-1003', 'C007', 'P012', dana, 'Paid', '720.00', '0.00', '2024-04-08', '2024-04-30'),
  row('INV-1004', 'C026', 'P036', sam, 'Partially Paid', '1680.00', '840.00', '2024-04-22', null),
  row('INV-1005', 'C003', 'P006', priya, 'Void', '620.00', '0.00', '2024-05-20', null),
  row('INV-1006', 'C009', 'P016', sam, 'Paid', '3486.50', '0.00', '2024-07-08', '2024-07-19'),
  row('INV-1007', 'C001', 'P001', dana, 'Paid', '3350.00', '0.00', '2024-09-02', '2024-09-12'),
  row('INV-1008', 'C003', 'P005', priya, 'Paid', '3000.00', '0.00', '2025-06-02', '2025-06-10'),
  row('INV-1009', 'C005', 'P009', sam, 'Partially Paid', '1680.00', '1260.00', '2025-07-14', null),
  row('INV-1010', 'C013', 'P022', unassigned, 'Paid', '3000.00', '0.00', '2025-08-18', '2025-08-29'),
  row('INV-1011', 'C008', 'P013', priya, 'Paid', '2400.00', '0.00', '2025-09-08', '2025-09-22'),
  row('INV-1012', 'C020', 'P030', sam, 'Void', '1680.00', '0.00', '2025-09-15', null),
  row('INV-1013', 'C022', null, sam, 'Paid', '700.00', '0.00', '2025-09-22', '2025-10-03'),
  row('INV-1014', 'C027', 'P037', sam, 'Paid', '2520.00', '0.00', '2025-10-06', '2025-10-17'),
  row('INV-1015', 'C001', 'P002', dana, 'Paid', '2400.00', '0.00', '2025-10-27', '2025-11-03'),
  row('INV-1016', 'C028', 'P038', dana, 'Partially Paid', '900.00', '450.00', '2025-11-03', null),
  row('INV-1017', 'C028', 'P038', dana, 'Unpaid', '940.00', '940.00', '2025-12-01', null),
  row('INV-1018', 'C028', 'P038', dana, 'Unpaid', '900.00', '900.00', '2026-01-05', null),
  row('INV-1019', 'C037', null, dana, 'Unpaid', '1500.00', '1500.00', '2026-01-16', null),
  row('INV-1020', 'C035', 'P043', priya, 'Partially Paid', '1680.00', '420.00', '2026-01-19', null),
];
