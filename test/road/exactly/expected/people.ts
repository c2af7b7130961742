import { type Coach, dana, priya, sam, unassigned } from './coaches.ts';

/** One person of `clients.csv`: every card but C039, which is C012 again. */
export interface ExpectedPerson {
  readonly id: string;
  readonly name: string;
  readonly owner: Coach;
  /** Source id of the main company. */
  readonly org: string | null;
  /** The first is the work address and primary; the others are labelled other. */
  readonly mails: readonly string[];
  /** The first is the mobile and primary; the others are labelled other. */
  readonly phones: readonly string[];
  /** Day of `Client Since`. */
  readonly since: string;
}

const row = (
  id: string,
  name: string,
  owner: Coach,
  org: string | null,
  mails: readonly string[],
  phones: readonly string[],
  since: string,
): ExpectedPerson => ({ id, name, owner, org, mails, phones, since });

export const people: readonly ExpectedPerson[] = [
  row('C001', 'Maya Chen', dana, 'CO01', ['maya.chen@example.com', 'maya.home@example.com'], ['+12125550101'], '2023-02-06'),
  row('C002', 'Tomasz Kowalczyk', dana, 'CO02', ['tomasz.kowalczyk@example.com'], ['+16465550102', '+17185550103'], '2023-05-19'),
  row(
    'C003',
    'Amara Diallo',
    priya,
    'CO03',
    ['amara.diallo@example.com', 'amara.d@example.com', 'adiallo@example.com'],
    ['+19145550104'],
    '2023-09-01',
  ),
  row('C004', 'Rafael Mendes', sam, 'CO04', ['rafael.mendes@example.com'], ['+12155550105'], '2023-11-13'),
  row('C005', "Siobhán O'Brien", sam, 'CO05', ['siobhan.obrien@example.com'], ['+17855550106'], '2024-01-22'),
  row('C006', 'Hana Ito', priya, 'CO06', ['hana.ito@example.com'], ['+18455550107', '+18455550108', '+18455550109'], '2024-02-08'),
  row('C007', 'Daniel Abramowitz', dana, 'CO07', ['daniel.abramowitz@example.com'], ['+16175550110'], '2024-03-04'),
  row('C008', 'Leila Farahani', priya, 'CO08', ['leila.farahani@example.com'], ['+12035550111'], '2024-04-16'),
  row('C009', 'Chidi Okonkwo', sam, 'CO09', ['chidi.okonkwo@example.com', 'dispatch.chidi@example.com'], ['+19735550112'], '2024-06-10'),
  row('C010', 'Grace Lindqvist', sam, 'CO10', ['grace.lindqvist@example.com'], ['+16175550113'], '2024-08-27'),
  row('C011', 'Beatriz Santos', unassigned, 'CO11', ['beatriz.santos@example.com'], ['+12015550114'], '2024-10-02'),
  row('C012', 'Oluwaseun Adeyemi', priya, 'CO12', ['oluwaseun.adeyemi@example.com'], ['+12015550115'], '2025-01-14'),
  row('C013', 'Ingrid Halvorsen', unassigned, 'CO13', ['ingrid.halvorsen@example.com'], ['+19735550116'], '2025-03-31'),
  row('C014', 'Mateo Vargas', dana, 'CO14', ['mateo.vargas@example.com'], ['+15185550117'], '2025-06-18'),
  row('C015', 'Fatima Zahra', priya, null, ['fatima.zahra@example.com'], ['+13475550118'], '2024-05-06'),
  row('C016', 'Nguyễn Lan', priya, null, ['lan.nguyen@example.com'], ['+16465550119'], '2024-07-15'),
  row('C017', 'Jonah Whitfield', dana, null, ['jonah.whitfield@example.com'], ['+19175550120'], '2023-08-21'),
  row('C018', 'Yuki Tanaka', dana, 'CO01', ['yuki.tanaka@example.com', 'yuki.t@example.com'], ['+19295550121'], '2024-11-18'),
  row('C019', 'Esperanza Ruiz', sam, 'CO09', ['esperanza.ruiz@example.com'], ['+15515550122'], '2025-02-03'),
  row('C020', 'Kwame Boateng', sam, 'CO09', ['kwame.boateng@example.com'], ['+18625550123'], '2025-02-17'),
  row('C021', 'Astrid Bergström', sam, 'CO10', ['astrid.bergstrom@example.com'], ['+16175550124'], '2025-04-07'),
  row('C022', 'Viktor Petrov', sam, null, ['viktor.petrov@example.com'], ['+12125550125'], '2025-05-12'),
  row('C023', 'Naomi Katz', priya, 'CO03', ['naomi.katz@example.com'], ['+19145550126'], '2024-09-09'),
  row('C024', 'Dmitri Volkov', priya, 'CO08', ['dmitri.volkov@example.com'], ['+12035550127'], '2025-07-07'),
  row('C025', 'Priscilla Akintola', priya, null, ['priscilla.akintola@example.com'], ['+16465550128'], '2024-12-02'),
  row('C026', 'Samuel Reinhardt', sam, 'CO04', ['samuel.reinhardt@example.com'], ['+12155550129'], '2024-03-25'),
  row('C027', 'Mei-Ling Wu', sam, 'CO04', ['meiling.wu@example.com'], ['+12155550130'], '2025-08-04'),
  row('C028', 'Andre Baptiste', dana, 'CO02', ['andre.baptiste@example.com'], ['+17185550131'], '2025-10-01'),
  row('C029', 'Khadija Rahman', unassigned, null, ['khadija.rahman@example.com'], ['+13475550132'], '2025-09-22'),
  row('C030', 'Owen Gallagher', priya, 'CO06', ['owen.gallagher@example.com'], ['+18455550133'], '2025-10-06'),
  row('C031', 'Zeynep Yılmaz', dana, null, ['zeynep.yilmaz@example.com'], ['+19295550134'], '2025-10-13'),
  row(
    'C032',
    'Lucas Moreau',
    dana,
    'CO07',
    ['lucas.moreau@example.com', 'lucas.m@example.com'],
    ['+16175550135', '+16175550136'],
    '2024-02-19',
  ),
  row('C033', 'Ruth Mbeki', unassigned, 'CO12', ['ruth.mbeki@example.com'], ['+12015550137'], '2025-11-10'),
  row('C034', 'Ezra Goldberg', unassigned, 'CO13', ['ezra.goldberg@example.com'], ['+19735550138'], '2025-11-17'),
  row('C035', 'Sunita Krishnan', priya, null, ['sunita.krishnan@example.com'], ['+16465550139'], '2025-12-01'),
  row('C036', 'Malik Johnson', sam, 'CO05', ['malik.johnson@example.com'], ['+17855550140'], '2026-01-05'),
  row('C037', 'Chloé Dubois', dana, 'CO01', ['chloe.dubois@example.com'], ['+19175550141'], '2026-01-12'),
  row('C038', 'Hiroshi Nakamura', sam, 'CO10', ['hiroshi.nakamura@example.com'], ['+16175550142'], '2026-02-02'),
  row('C040', 'Paloma Herrera', unassigned, 'CO11', ['paloma.herrera@example.com'], ['+15515550143'], '2026-03-02'),
  row('C041', 'Walter Simmons', dana, null, ['walter.simmons@example.com'], ['+17185550144'], '2026-04-13'),
];
