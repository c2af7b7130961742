/** What invented cells are made of. */
export const FIRST =
  'Anna Ben Clara David Elif Femi Grace Hugo Iris Jonas Kavita Luis Mara Noah Olga Pablo Quinn Rosa Samir Tara Uwe Vera Wei Ximena Yusuf Zoe Arne Bianca Cem Dora'.split(
    ' ',
  );
export const LAST =
  'Adler Brandt Castillo Dubois Eriksen Fischer Garcia Haddad Ivanov Jensen Keller Lopez Moreau Nguyen Okafor Perez Quist Rossi Schmidt Tanaka Ueda Vargas Weber Xu Young Zeller Abebe Bauer Cruz Diaz'.split(
    ' ',
  );
export const COMPANY_WORDS = 'North River Bright Cedar Lumen Harbor Quartz Willow Atlas Copper Meadow Summit Orchid Falcon Juniper'.split(
  ' ',
);
export const COMPANY_ENDS = ['Works', 'Group Ltd', 'GmbH', 'Studio', '& Sons', 'Partners LLC', 'Foods', 'Clinic', 'Labs', 'S.A.'];
export const STREETS: Readonly<Record<string, readonly string[]>> = {
  us: ['Grove Street, Boston, MA 02114', 'Court Street, Brooklyn, NY 11201', 'Pine Avenue, Seattle, WA 98101'],
  uk: ['High Street, Leeds LS1 4DY', 'Mill Lane, London SE1 7PB', 'Queens Road, Bristol BS8 1QU'],
  de: ['Hauptstraße, 10115 Berlin', 'Lindenweg, 80331 München', 'Bahnhofstr., 20095 Hamburg'],
  es: ['Calle Mayor, 28013 Madrid', 'Avenida del Puerto, 46021 Valencia', 'Plaza Nueva, 41001 Sevilla'],
  fr: ['rue de la Paix, 75002 Paris', 'avenue Jean Jaurès, 69007 Lyon', 'place du Marché, 13001 Marseille'],
};
export const SENTENCES = [
  'Wants to lead without working every evening.',
  'Prefers mornings, and needs a reminder the day before.',
  'Thinking about leaving the family business next year.',
  'Asked for a shorter plan; money is tight until spring.',
  'Would like to speak up in board meetings.',
  'Sleeps badly since the merger, otherwise steady.',
  'Has two teams now and no deputy.',
];
export const PHRASES = [
  'Talk about the new role',
  'Weekly check of goals',
  'Hard conversations',
  'Plan for the quarter',
  'Looking back at May',
  'First ninety days',
];
