/** When a package's status changed: New York time, as `packages.csv` has it. */
export interface ExpectedHistory {
  readonly id: string;
  readonly active: string;
  readonly paused: string | null;
  readonly completed: string | null;
  readonly cancelled: string | null;
}

const row = (id: string, active: string, paused: string | null, completed: string | null, cancelled: string | null): ExpectedHistory => ({
  id,
  active,
  paused,
  completed,
  cancelled,
});

export const histories: readonly ExpectedHistory[] = [
  row('P001', '2024-09-09 09:15', null, '2025-10-24 17:05', null),
  row('P002', '2025-10-30 11:20', null, null, null),
  row('P003', '2024-02-14 08:40', null, '2024-11-08 16:30', null),
  row('P004', '2025-09-18 08:05', null, null, null),
  row('P005', '2025-06-04 12:10', null, null, null),
  row('P006', '2024-05-21 10:00', null, null, '2024-08-30 13:45'),
  row('P007', '2024-01-17 15:30', null, '2024-12-19 11:55', null),
  row('P008', '2025-08-28 10:10', null, null, null),
  row('P009', '2025-07-16 14:00', '2026-01-19 09:25', null, null),
  row('P010', '2025-10-01 10:45', null, null, null),
  row('P011', '2024-03-06 16:20', null, '2024-10-29 18:10', null),
  row('P012', '2024-04-10 09:30', null, null, '2024-07-26 15:15'),
  row('P013', '2025-09-11 13:35', null, null, null),
  row('P014', '2024-06-05 11:00', null, '2024-12-02 12:00', null),
  row('P015', '2025-07-02 07:45', null, null, null),
  row('P016', '2024-07-10 08:30', null, '2025-11-07 08:55', null),
  row('P017', '2025-10-22 16:45', null, null, null),
  row('P018', '2025-09-03 19:10', null, null, null),
  row('P019', '2024-10-09 18:30', null, '2025-05-30 19:40', null),
  row('P020', '2025-02-05 07:30', null, '2025-12-12 08:20', null),
  row('P021', '2026-02-11 07:30', null, null, null),
  row('P022', '2025-08-20 17:15', null, null, null),
  row('P023', '2025-11-05 15:00', null, null, null),
  row('P024', '2024-06-19 12:30', null, '2025-01-28 13:05', null),
  row('P025', '2025-09-17 12:30', '2025-12-22 10:00', null, null),
  row('P026', '2025-10-15 14:20', null, null, null),
  row('P027', '2023-09-06 10:00', null, '2024-08-15 11:30', null),
  row('P028', '2025-11-26 18:15', null, null, null),
  row('P029', '2025-09-24 09:50', null, null, null),
  row('P030', '2025-09-17 08:10', null, null, '2026-02-13 16:40'),
  row('P031', '2026-01-14 17:00', null, null, null),
  row('P032', '2025-12-03 13:10', null, null, null),
  row('P033', '2025-10-08 12:00', null, null, null),
  row('P034', '2025-09-10 16:10', '2026-02-27 11:30', null, null),
  row('P035', '2025-05-07 19:00', '2025-11-28 20:15', null, null),
  row('P036', '2024-04-24 10:30', null, null, '2024-09-13 09:05'),
  row('P037', '2025-10-09 08:20', null, null, null),
  row('P038', '2025-10-02 09:00', null, null, null),
  row('P039', '2025-10-22 18:40', null, null, null),
  row('P040', '2025-11-12 20:05', null, null, null),
  row('P041', '2025-07-23 09:30', null, null, null),
  row('P042', '2026-01-07 16:00', null, null, null),
  row('P043', '2026-01-21 12:45', null, null, null),
  row('P044', '2026-02-04 18:00', null, null, null),
  row('P045', '2026-02-18 09:00', '2026-05-04 10:30', null, null),
];
