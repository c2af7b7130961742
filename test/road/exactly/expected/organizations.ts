import { type Coach, dana, priya, sam, unassigned } from './coaches.ts';

/** One company of `companies.csv`. */
export interface ExpectedOrganization {
  readonly id: string;
  readonly name: string;
  readonly owner: Coach;
  readonly address: string;
  readonly added: string;
  readonly industry: string;
  readonly website: string | null;
}

const row = (
  id: string,
  name: string,
  owner: Coach,
  address: string,
  added: string,
  industry: string,
  website: string | null,
): ExpectedOrganization => ({ id, name, owner, address, added, industry, website });

/** From the main company to the others, as the clients' cards say it; once, though C004 and C027 name the same pair. */
export const relationships: readonly (readonly [main: string, other: string])[] = [
  ['Lumen Arc Energy', 'Meridian Robotics'],
  ['Casa Verde Catering', 'Blue Kettle Coffee Roasters'],
  ['Okonkwo Logistics', 'Casa Verde Catering'],
  ['Okonkwo Logistics', 'Larkspur School'],
];

/** Companies a client is with beside the main one. C022's is not in `companies.csv`: its name is all there is. */
export const otherCompanies: readonly (readonly [person: string, names: readonly string[]])[] = [
  ['C004', ['Meridian Robotics']],
  ['C011', ['Blue Kettle Coffee Roasters']],
  ['C019', ['Casa Verde Catering', 'Larkspur School']],
  ['C022', ['Halcyon Labs']],
  ['C027', ['Meridian Robotics']],
];

export const organizations: readonly ExpectedOrganization[] = [
  row(
    'CO01',
    'Brightwater Studio',
    dana,
    '48 Mercer Street, New York, NY 10013',
    '2023-02-06',
    'Design',
    'https://brightwater.example.com',
  ),
  row(
    'CO02',
    'Fennel & Rye, LLC',
    dana,
    '210 Court Street, Brooklyn, NY 11201',
    '2023-05-19',
    'Food and drink',
    'https://fennelandrye.example.com',
  ),
  row(
    'CO03',
    'Northgate Pediatrics',
    priya,
    '77 Northgate Avenue, White Plains, NY 10601',
    '2023-09-01',
    'Health care',
    'https://northgatepeds.example.com',
  ),
  row(
    'CO04',
    'Lumen Arc Energy',
    sam,
    '1200 Market Street, Philadelphia, PA 19107',
    '2023-11-13',
    'Energy',
    'https://lumenarc.example.com',
  ),
  row('CO05', 'Tallgrass Community Bank', sam, '5 Main Street, Topeka, KS 66603', '2024-01-22', 'Finance', null),
  row('CO06', 'Ito & Daughters Woodworks', priya, '19 Mill Lane, Beacon, NY 12508', '2024-02-08', 'Crafts', 'https://itowood.example.com'),
  row(
    'CO07',
    'Harbor Street Legal Aid',
    dana,
    '300 Harbor Street, Boston, MA 02110',
    '2024-03-04',
    'Legal',
    'https://harborstreet.example.com',
  ),
  row(
    'CO08',
    'Quillfeather Press',
    priya,
    '88 Elm Street, New Haven, CT 06510',
    '2024-04-16',
    'Publishing',
    'https://quillfeather.example.com',
  ),
  row('CO09', 'Okonkwo Logistics', sam, '4100 Port Boulevard, Newark, NJ 07114', '2024-06-10', 'Transport', 'https://okonkwo.example.com'),
  row(
    'CO10',
    'Meridian Robotics',
    sam,
    '15 Kendall Square, Cambridge, MA 02142',
    '2024-08-27',
    'Technology',
    'https://meridianrobotics.example.com',
  ),
  row('CO11', 'Casa Verde Catering', unassigned, '632 Bergen Avenue, Jersey City, NJ 07304', '2024-10-02', 'Food and drink', null),
  row(
    'CO12',
    'Second Wind Physiotherapy',
    priya,
    '2 River Road, Hoboken, NJ 07030',
    '2025-01-14',
    'Health care',
    'https://secondwind.example.com',
  ),
  row(
    'CO13',
    'Larkspur School',
    unassigned,
    '41 Orchard Hill, Montclair, NJ 07042',
    '2025-03-31',
    'Education',
    'https://larkspur.example.com',
  ),
  row(
    'CO14',
    'Blue Kettle Coffee Roasters',
    unassigned,
    '9 Depot Square, Hudson, NY 12534',
    '2025-06-18',
    'Food and drink',
    'https://bluekettle.example.com',
  ),
];
