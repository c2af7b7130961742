/** The client's own properties, as `clients.csv` has them; `referral` is merged into `Referral`; `—`, `N/A` and `TBD` are nothing. */
export interface ExpectedTraits {
  readonly id: string;
  readonly lifecycle: string;
  readonly heard: string;
  readonly tier: string | null;
  readonly score: number | null;
  readonly birthday: string;
  readonly newsletter: string;
  /** USD a year. */
  readonly budget: number | null;
  readonly instagram: string | null;
  readonly job: string;
}

const row = (
  id: string,
  lifecycle: string,
  heard: string,
  tier: string | null,
  score: number | null,
  birthday: string,
  newsletter: string,
  budget: number | null,
  instagram: string | null,
  job: string,
): ExpectedTraits => ({ id, lifecycle, heard, tier, score, birthday, newsletter, budget, instagram, job });

export const traits: readonly ExpectedTraits[] = [
  row('C001', 'Active', 'Referral', 'Executive', 82, '1984-05-17', 'Yes', 4800, '@mayachen.makes', 'Creative Director'),
  row('C002', 'Active', 'Instagram', 'Growth', 67, '1979-11-30', 'Yes', 1200, '@rye.tomasz', 'Head Baker'),
  row('C003', 'Active', 'Referral', 'Executive', 74.5, '1988-02-09', 'No', 3000, null, 'Pediatrician'),
  row('C004', 'Active', 'Conference', 'Executive', 91, '1975-07-22', 'Yes', 6000, null, 'VP Operations'),
  row('C005', 'Paused', 'Podcast', 'Growth', 58, '1991-03-17', 'No', 1500, '@siobhan_ob', 'Branch Manager'),
  row('C006', 'Active', 'Friend or family', 'Growth', 63, '1993-12-01', 'Yes', 900, '@itodaughters', 'Co-owner'),
  row('C007', 'Past Client', 'Referral', 'Starter', 49, '1986-08-14', 'No', null, null, 'Staff Attorney'),
  row('C008', 'Active', 'Google Search', 'Executive', 77, '1981-10-05', 'Yes', 2400, '@leila.reads', 'Editor-in-Chief'),
  row('C009', 'Active', 'Referral', 'Executive', 88, '1972-01-26', 'Yes', 5200, null, 'Founder'),
  row('C010', 'Active', 'Conference', 'Growth', 71, '1990-06-11', 'No', 1800, null, 'Engineering Manager'),
  row('C011', 'Active', 'Instagram', 'Growth', 69, '1983-09-19', 'Yes', 1200, '@casaverde.bea', 'Owner'),
  row('C012', 'Active', 'Referral', 'Growth', 76, '1989-04-03', 'Yes', 1600, '@secondwind.seun', 'Clinic Lead'),
  row('C013', 'Active', 'Referral', 'Executive', 84, '1970-02-27', 'No', 3600, null, 'Head of School'),
  row('C014', 'Active', 'Instagram', 'Starter', 55, '1996-07-07', 'Yes', 600, '@mateo.roasts', 'Roaster'),
  row('C015', 'Active', 'Google Search', 'Starter', 61, '1992-11-12', 'Yes', 480, null, 'Freelance Translator'),
  row('C016', 'Active', 'Friend or family', 'Starter', 64, '1995-01-20', 'Yes', 540, '@lan.draws', 'Illustrator'),
  row('C017', 'Past Client', 'Referral', 'Growth', 70, '1958-03-08', 'No', null, null, 'Retired'),
  row('C018', 'Active', 'Friend or family', 'Growth', 73, '1994-08-29', 'Yes', 1300, '@yukidesigns', 'Product Designer'),
  row('C019', 'Active', 'Podcast', 'Executive', 86, '1977-12-15', 'Yes', 4200, null, 'Fractional CFO'),
  row('C020', 'Active', 'Referral', 'Growth', 66, '1985-05-25', 'No', 1000, null, 'Fleet Manager'),
  row('C021', 'Active', 'Conference', 'Growth', 72, '1993-09-02', 'Yes', 1400, '@astridbuilds', 'Robotics Engineer'),
  row('C022', 'Active', 'Google Search', 'Growth', 68, '1982-06-18', 'No', 1250, null, 'Research Lead'),
  row('C023', 'Active', 'Referral', 'Growth', 75, '1987-01-31', 'Yes', 1500, null, 'Practice Manager'),
  row('C024', 'Active', 'Instagram', 'Starter', 52, '1990-10-10', 'No', 700, '@volkov.paper', 'Art Director'),
  row('C025', 'Paused', 'Podcast', 'Starter', 60, '1980-04-22', 'Yes', 650, null, 'Nurse Educator'),
  row('C026', 'Past Client', 'Conference', 'Growth', 57, '1984-02-14', 'No', null, null, 'Project Lead'),
  row('C027', 'Active', 'Conference', 'Executive', 93, '1976-11-08', 'Yes', 5000, null, 'Chief Scientist'),
  row('C028', 'Active', 'Friend or family', 'Growth', 65, '1991-07-16', 'Yes', 1100, null, 'Operations Manager'),
  row('C029', 'Active', 'Instagram', 'Starter', 47, '2000-03-29', 'Yes', 300, '@khadija.r', 'Graduate Student'),
  row('C030', 'Active', 'Referral', 'Starter', 54, '1987-12-24', 'No', 500, null, 'Shop Foreman'),
  row('C031', 'Active', 'Google Search', 'Starter', 62, '1997-05-05', 'Yes', 420, '@zeynepplays', 'Violinist'),
  row('C032', 'Active', 'Referral', 'Executive', 80, '1973-08-03', 'Yes', 3200, null, 'Executive Director'),
  row('C033', 'Prospect', 'Friend or family', null, null, '1994-09-13', 'No', null, null, 'Physiotherapist'),
  row('C034', 'Active', 'Referral', 'Growth', 59, '1985-10-27', 'Yes', 950, null, 'Department Chair'),
  row('C035', 'Active', 'Podcast', 'Growth', 78, '1989-06-30', 'Yes', 1750, '@sunita.pm', 'Product Manager'),
  row('C036', 'Active', 'Google Search', 'Starter', 56, '1998-02-18', 'No', 600, null, 'Loan Officer'),
  row('C037', 'Active', 'Referral', 'Growth', 79, '1986-04-11', 'Yes', 1900, '@chloe.dub', 'Account Director'),
  row('C038', 'Active', 'Conference', 'Growth', 70.5, '1978-01-09', 'No', 2000, null, 'Director of Sales'),
  row('C040', 'Prospect', 'Instagram', 'Starter', null, '1999-08-21', 'Yes', null, '@paloma.events', 'Events Lead'),
  row('C041', 'Prospect', 'Friend or family', 'Starter', 50, '1961-12-06', 'No', 400, null, 'Retired Principal'),
];
