/** The look of a consent page, in the provider's colour. Longer than a screen: one style sheet. */
export const style = (colour: string): string => `
:root {
  --brand: ${colour}; --action: #1d4ed8; --ink: #1d2330; --soft: #5a6474;
  --line: #dde1e8; --page: #f4f5f8; --card: #fff;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef0f4; --soft: #a3acba; --line: #343b47; --page: #12151b; --card: #1b2029; }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 32px 16px;
  display: flex; flex-direction: column; align-items: center;
  background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
}
main {
  width: 100%; max-width: 500px; padding: 28px; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 8px 30px rgb(0 0 0 / .06);
}
header { display: flex; align-items: center; gap: 10px; font-weight: 600; }
.mark {
  display: grid; place-items: center; width: 32px; height: 32px;
  border-radius: 8px; background: var(--brand); color: #fff;
}
header em {
  margin-left: auto; padding: 2px 10px; border: 1px solid var(--line); border-radius: 99px;
  font-style: normal; font-size: 12px; font-weight: 500; color: var(--soft);
}
h1 { font-size: 21px; line-height: 1.3; margin: 22px 0 16px; letter-spacing: -.01em; }
h2 { font-size: 14px; margin: 22px 0 8px; }
fieldset { border: 0; padding: 0; margin: 0; display: grid; gap: 8px; }
legend { font-weight: 600; font-size: 14px; padding: 0; margin-bottom: 8px; }
.account {
  display: flex; gap: 12px; align-items: flex-start; padding: 10px 12px;
  border: 1px solid var(--line); border-radius: 10px; cursor: pointer;
}
.account:has(:checked) { border-color: var(--brand); box-shadow: 0 0 0 1px var(--brand); }
.account input { margin-top: 5px; accent-color: var(--brand); }
.account b, .account small { display: block; }
small { color: var(--soft); }
.other { display: grid; gap: 4px; font-size: 13px; color: var(--soft); }
.other input {
  font: inherit; color: var(--ink); background: transparent;
  border: 1px solid var(--line); border-radius: 8px; padding: 8px 10px;
}
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
li { display: grid; }
li::before { content: none; }
code { font: 12px ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere; }
details { margin-top: 16px; font-size: 14px; }
summary { cursor: pointer; color: var(--soft); }
.line { display: flex; gap: 8px; padding: 3px 0; }
.actions { display: flex; gap: 10px; justify-content: flex-end; margin-top: 26px; }
button {
  font: inherit; font-weight: 600; border-radius: 9px; border: 1px solid transparent;
  padding: 10px 22px; cursor: pointer; background: var(--action); color: #fff;
}
button.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
footer {
  max-width: 500px; margin-top: 18px; font-size: 12.5px; color: var(--soft); text-align: center;
}`;
