/** Money and sessions of a package. Value = price ÷ sessions included × sessions remaining; all in USD. */
export interface ExpectedCredit {
  readonly id: string;
  /** Null: the package has no price (P021), so the deal has no value but the account's 0. */
  readonly value: number | null;
  readonly price: number | null;
  readonly included: number;
  readonly used: number;
  readonly left: number;
  readonly created: string;
  readonly kind: string;
}

const row = (
  id: string,
  value: number | null,
  price: number | null,
  included: number,
  used: number,
  left: number,
  created: string,
  kind: string,
): ExpectedCredit => ({ id, value, price, included, used, left, created, kind });

/** Sums by stage, USD: remaining credit and total price. */
export const sums: readonly (readonly [stage: string, remaining: number, total: number])[] = [
  ['Active', 18685, 35780],
  ['Paused', 3505, 6160],
  ['Rolled Over', 450, 900],
  ['Completed', 0, 17420],
  ['Cancelled', 3285, 5060],
];

export const credit: readonly ExpectedCredit[] = [
  row('P001', 0, 3000, 12, 12, 0, '2024-09-02', 'Fixed'),
  row('P002', 1200, 2400, 10, 5, 5, '2025-10-27', 'Fixed'),
  row('P003', 0, 1080, 6, 6, 0, '2024-02-12', 'Fixed'),
  row('P004', 225, 900, 4, 3, 1, '2025-09-15', 'Subscription'),
  row('P005', 1250, 3000, 12, 7, 5, '2025-06-02', 'Fixed'),
  row('P006', 465, 620, 4, 1, 3, '2024-05-20', 'Flexible'),
  row('P007', 0, 2400, 10, 10, 0, '2024-01-15', 'Fixed'),
  row('P008', 2250, 3000, 12, 3, 9, '2025-08-25', 'Fixed'),
  row('P009', 630, 1680, 8, 5, 3, '2025-07-14', 'Fixed'),
  row('P010', 340, 850, 5, 3, 2, '2025-09-29', 'Flexible'),
  row('P011', 0, 1080, 6, 6, 0, '2024-03-04', 'Fixed'),
  row('P012', 720, 1080, 6, 2, 4, '2024-04-08', 'Fixed'),
  row('P013', 1440, 2400, 10, 4, 6, '2025-09-08', 'Fixed'),
  row('P014', 0, 620, 4, 4, 0, '2024-06-03', 'Flexible'),
  row('P015', 450, 900, 4, 2, 2, '2025-07-01', 'Subscription'),
  row('P016', 0, 3000, 12, 12, 0, '2024-07-08', 'Fixed'),
  row('P017', 840, 1680, 8, 4, 4, '2025-10-20', 'Fixed'),
  row('P018', 190, 380, 2, 1, 1, '2025-09-01', 'Subscription'),
  row('P019', 0, 1080, 6, 6, 0, '2024-10-07', 'Fixed'),
  row('P020', 0, 1080, 6, 6, 0, '2025-02-03', 'Fixed'),
  row('P021', null, null, 8, 4, 4, '2026-02-09', 'Fixed'),
  row('P022', 1750, 3000, 12, 5, 7, '2025-08-18', 'Fixed'),
  row('P023', 340, 850, 5, 3, 2, '2025-11-03', 'Flexible'),
  row('P024', 0, 1080, 6, 6, 0, '2024-06-17', 'Fixed'),
  row('P025', 190, 380, 2, 1, 1, '2025-09-15', 'Subscription'),
  row('P026', 310, 620, 4, 2, 2, '2025-10-13', 'Flexible'),
  row('P027', 0, 3000, 12, 12, 0, '2023-09-04', 'Fixed'),
  row('P028', 360, 1080, 6, 4, 2, '2025-11-24', 'Fixed'),
  row('P029', 1440, 2400, 10, 4, 6, '2025-09-22', 'Fixed'),
  row('P030', 1260, 1680, 8, 2, 6, '2025-09-15', 'Fixed'),
  row('P031', 360, 1080, 6, 4, 2, '2026-01-12', 'Fixed'),
  row('P032', 680, 850, 5, 1, 4, '2025-12-01', 'Flexible'),
  row('P033', 190, 380, 2, 1, 1, '2025-10-06', 'Subscription'),
  row('P034', 465, 620, 4, 1, 3, '2025-09-08', 'Flexible'),
  row('P035', 540, 1080, 6, 3, 3, '2025-05-05', 'Fixed'),
  row('P036', 840, 1680, 8, 4, 4, '2024-04-22', 'Fixed'),
  row('P037', 1680, 2400, 10, 3, 7, '2025-10-06', 'Fixed'),
  row('P038', 450, 900, 4, 2, 2, '2025-10-01', 'Subscription'),
  row('P039', 310, 620, 4, 2, 2, '2025-10-20', 'Flexible'),
  row('P040', 510, 850, 5, 2, 3, '2025-11-10', 'Flexible'),
  row('P041', 1000, 3000, 12, 8, 4, '2025-07-21', 'Fixed'),
  row('P042', 540, 1080, 6, 3, 3, '2026-01-05', 'Fixed'),
  row('P043', 840, 1680, 8, 4, 4, '2026-01-19', 'Fixed'),
  row('P044', 190, 380, 2, 1, 1, '2026-02-02', 'Subscription'),
  row('P045', 1680, 2400, 10, 3, 7, '2026-02-16', 'Fixed'),
];
