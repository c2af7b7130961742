/** One line of `invoice items.csv`, amounts in USD. */
export interface ExpectedLine {
  readonly invoice: string;
  readonly description: string;
  readonly quantity: number;
  readonly unit: string;
  readonly total: string;
}

const row = (invoice: string, description: string, quantity: number, unit: string, total: string): ExpectedLine => ({
  invoice,
  description,
  quantity,
  unit,
  total,
});

export const invoiceLines: readonly ExpectedLine[] = [
  row('INV-1001', 'Leadership Intensive, 12 sessions', 1, '3000.00', '3000.00'),
  row('INV-1002', 'Career Compass, 6 sessions', 1, '1080.00', '1080.00'),
  row('INV-1003', 'Career Compass, 6 sessions', 1, '1080.00', '1080.00'),
  row('INV-1003', 'Goodwill, two sessions taken back', 2, '-180.00', '-360.00'),
  row('INV-1004', 'First 90 Days, 8 sessions', 1, '1680.00', '1680.00'),
  row('INV-1005', 'Speaking with Ease, 4 sessions', 1, '620.00', '620.00'),
  row('INV-1006', 'Leadership Intensive, 12 sessions', 1, '3000.00', '3000.00'),
  row('INV-1006', '360 survey', 1, '350.00', '350.00'),
  row('INV-1006', 'Travel to Newark', 3, '45.50', '136.50'),
  row('INV-1007', 'Leadership Intensive, 12 sessions', 1, '3000.00', '3000.00'),
  row('INV-1007', '360 survey', 1, '350.00', '350.00'),
  row('INV-1008', 'Leadership Intensive, 12 sessions', 1, '3000.00', '3000.00'),
  row('INV-1009', 'First 90 Days, 8 sessions', 1, '1680.00', '1680.00'),
  row('INV-1010', 'Leadership Intensive, 12 sessions', 1, '3000.00', '3000.00'),
  row('INV-1011', 'Executive Presence, 10 sessions', 1, '2400.00', '2400.00'),
  row('INV-1012', 'First 90 Days, 8 sessions', 1, '1680.00', '1680.00'),
  row('INV-1013', 'Strategy half day', 1, '700.00', '700.00'),
  row('INV-1014', 'Executive Presence, 10 sessions', 1, '2400.00', '2400.00'),
  row('INV-1014', 'DISC report', 1, '120.00', '120.00'),
  row('INV-1015', 'Executive Presence, 10 sessions', 1, '2400.00', '2400.00'),
  row('INV-1016', 'Founder Retainer, November', 1, '900.00', '900.00'),
  row('INV-1017', 'Founder Retainer, December', 1, '900.00', '900.00'),
  row('INV-1017', 'Late move fee', 1, '40.00', '40.00'),
  row('INV-1018', 'Founder Retainer, January', 1, '900.00', '900.00'),
  row('INV-1019', 'Discovery workshop, Brightwater team', 1, '1500.00', '1500.00'),
  row('INV-1020', 'First 90 Days, 8 sessions', 1, '1680.00', '1680.00'),
];
