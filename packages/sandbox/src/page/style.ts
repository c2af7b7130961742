export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea; --paper: #fff; --wash: #f4f6f8; --accent: #1f7a4d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #9aa5b3; --line: #2d3642; --paper: #151a21; --wash: #0e1217; --accent: #5fc492; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--wash); }
header { background: var(--paper); border-bottom: 1px solid var(--line); padding: 14px 28px; display: flex; gap: 28px; align-items: baseline; flex-wrap: wrap; }
header h1 { font-size: 17px; margin: 0; }
header h1 small { color: var(--soft); font-weight: 400; margin-left: 8px; }
nav { display: flex; gap: 18px; }
nav a { color: var(--soft); text-decoration: none; padding-bottom: 2px; }
nav a[aria-current] { color: var(--ink); border-bottom: 2px solid var(--accent); }
.spend { margin-left: auto; color: var(--soft); font-variant-numeric: tabular-nums; }
main { padding: 24px 28px 60px; max-width: 1280px; margin: 0 auto; }
h2 { font-size: 16px; margin: 26px 0 10px; }
h2:first-child { margin-top: 0; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 500; font-size: 13px; white-space: nowrap; }
td.short { white-space: nowrap; }
td.lines { white-space: pre-line; min-width: 240px; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
a { color: var(--accent); }
.muted { color: var(--soft); }
code { font-size: 12px; color: var(--soft); }
.board { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(190px, 1fr); gap: 12px; overflow-x: auto; }
.stage { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 10px; min-height: 120px; }
.stage h3 { margin: 0 0 8px; font-size: 14px; display: flex; justify-content: space-between; gap: 8px; }
.card { border: 1px solid var(--line); border-left: 3px solid var(--line); border-radius: 6px; padding: 8px 10px; margin-bottom: 8px; }
.card.won { border-left-color: #2e9d62; } .card.lost { border-left-color: #c8503f; } .card.open { border-left-color: #4b7fd1; }
.card p { margin: 0; }
dl { display: grid; grid-template-columns: 200px 1fr; gap: 4px 16px; margin: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.note { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; margin-bottom: 10px; white-space: pre-wrap; overflow-wrap: anywhere; }
.bar { height: 10px; border-radius: 5px; background: var(--line); overflow: hidden; margin: 8px 0; }
.bar i { display: block; height: 100%; background: var(--accent); }
@media (max-width: 640px) { header, main { padding-left: 14px; padding-right: 14px; } dl { grid-template-columns: 1fr; } .spend { margin-left: 0; } }
`;
