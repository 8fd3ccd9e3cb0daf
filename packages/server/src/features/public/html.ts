/** Text that is HTML already. Only {@link html} makes it: whatever else is put into a page is escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | readonly Piece[] | null | undefined | false;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

function piece(p: Piece): string {
  if (p === null || p === undefined || p === false) return '';
  if (p instanceof Html) return p.text;
  if (typeof p === 'object') return p.map(piece).join('');
  return escape(String(p));
}

/** A page in pieces; every value is escaped unless it is a piece itself. */
export const html = (strings: TemplateStringsArray, ...values: readonly Piece[]): Html => new Html(strings.reduce((out, s, i) => out + s + (i < values.length ? piece(values[i]) : ''), ''));

export interface PageOptions {
  readonly title: string;
  /** Trail from the start to here; the last has no address. */
  readonly trail?: readonly (readonly [label: string, href: string])[];
  /** Pages that name people are for the people of the place, not for search engines. */
  readonly personal?: boolean;
  readonly training: boolean;
  readonly main: Html;
}

/** A whole page: plain HTML, one small stylesheet, no script; readable on an old telephone, at any size, on paper. */
export function page(o: PageOptions): string {
  const trail = o.trail ?? [];
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${o.title}</title>${o.personal ? html`<meta name="robots" content="noindex, nofollow, noarchive">` : ''}<link rel="stylesheet" href="/public/style.css"></head>
<body><a class="skip" href="#main">跳到正文</a>
<header><p class="site"><a href="/public">社会救助公开</a></p><nav aria-label="位置"><ol class="trail">${trail.map(([label, href]) => html`<li><a href="${href}">${label}</a></li>`)}</ol></nav></header>
${o.training ? html`<p class="training">演示环境：人名、金额、电话都是虚构的。</p>` : ''}
<main id="main"><h1>${o.title}</h1>
${o.main}
</main>
<footer><p><a href="/public/my">我的申请：查进度、补材料</a></p></footer>
</body></html>`.text;
}

export const STYLE = `:root{color-scheme:light}
*{box-sizing:border-box}
code{overflow-wrap:anywhere;font:.9em ui-monospace,Consolas,monospace}
body{margin:0 auto;max-width:44rem;padding:0 1rem 2rem;font:1.125rem/1.7 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
a{color:#0b4a8f}
a:focus,button:focus,input:focus,select:focus,textarea:focus{outline:3px solid #0b4a8f;outline-offset:2px}
header{border-bottom:2px solid #0b4a8f;padding:.5rem 0}
.site{margin:0;font-weight:700}
.trail{display:flex;flex-wrap:wrap;gap:0 .75rem;list-style:none;margin:0;padding:0;font-size:1rem}
.trail a{display:inline-block;padding:.4rem 0}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.training{background:#fff4d6;border:1px solid #8a6100;padding:.4rem .75rem}
h1{font-size:1.6rem;line-height:1.35;margin:1rem 0 .5rem}
h2{font-size:1.3rem;line-height:1.4;margin:1.75rem 0 .5rem}
h3{font-size:1.125rem;margin:1.25rem 0 .25rem}
ul.links{list-style:none;margin:0;padding:0}
ul.links>li{border-bottom:1px solid #c8c8c8}
ul.links>li>a{display:block;padding:.7rem 0}
.note{color:#4a4a4a}
.box{border:1px solid #767676;padding:.25rem 1rem;margin:1rem 0}
.good{border-left:6px solid #1d6b34}
.stop{border-left:6px solid #a31616}
dl{margin:.75rem 0}
dt{font-weight:700}
dd{margin:0 0 .5rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:700;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.4rem .5rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}
label{display:block;font-weight:700;margin-top:.9rem}
input,select,textarea{font:inherit;width:100%;padding:.6rem;border:1px solid #595959;border-radius:4px;background:#fff;color:inherit}
input[type=radio],input[type=checkbox]{width:1.3rem;height:1.3rem;vertical-align:middle;margin-right:.4rem}
label.tick{font-weight:400;display:inline-block;margin-right:1.25rem}
fieldset{border:0;margin:.9rem 0 0;padding:0}
legend{font-weight:700;padding:0}
button{font:inherit;font-weight:700;margin-top:1rem;padding:.7rem 1.4rem;border:0;border-radius:4px;background:#0b4a8f;color:#fff}
button.plain{background:#fff;color:#0b4a8f;border:2px solid #0b4a8f}
summary{padding:.6rem 0;font-weight:700;color:#0b4a8f}
pre.plan{font:inherit;white-space:pre-wrap;margin:0}
.tel{font-weight:700;white-space:nowrap}
footer{border-top:1px solid #767676;margin-top:2rem}
@media print{.skip,nav,footer,form,.noprint{display:none}body{max-width:none;font-size:12pt}a{color:inherit;text-decoration:none}}
`;
