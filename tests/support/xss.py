"""Texts that would be a script, an element or an address if a page believed them."""

SCRIPTS: tuple[str, ...] = (
    "<script>alert(1)</script>",
    '"><script>alert(2)</script>',
    "'><img src=x onerror=alert(3)>",
    "<img src=x onerror=alert(4)>",
    "<svg onload=alert(5)>",
    "<svg/onload=alert(6)//",
    "<body onload=alert(7)>",
    '<iframe src="javascript:alert(8)">',
    '<a href="javascript:alert(9)">x</a>',
    "javascript:alert(10)",
    '" onmouseover="alert(11)',
    "' onfocus='alert(12)' autofocus='",
    "` onerror=alert(13) `",
    "</title><script>alert(14)</script>",
    "</textarea><script>alert(15)</script>",
    "</script><script>alert(16)</script>",
    "--><script>alert(17)</script>",
    "]]><script>alert(18)</script>",
    "{{7*7}}{{constructor.constructor('alert(19)')()}}",
    "${alert(20)}",
    "{% raw %}{{ alert(21) }}",
    "#{alert(22)}",
    "<details open ontoggle=alert(23)>",
    "<video><source onerror=alert(24)>",
    "<input autofocus onfocus=alert(25)>",
    "<marquee onstart=alert(26)>",
    "<math><mtext><script>alert(27)</script>",
    "<style>@import'javascript:alert(28)';</style>",
    "<link rel=stylesheet href=data:,*%7bx:expression(alert(29))%7d>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(30)">',
    "<base href=javascript:alert(31)//>",
    "<form action=javascript:alert(32)><button>",
    "<object data=javascript:alert(33)>",
    "<embed src=javascript:alert(34)>",
    "&lt;script&gt;alert(35)&lt;/script&gt;",
    "&#60;script&#62;alert(36)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(37)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(38)%3C/script%3E",
    "\uff1cscript\uff1ealert(39)\uff1c/script\uff1e",
    "<scr<script>ipt>alert(40)</scr</script>ipt>",
    "<IMG SRC=`x`ONERROR=alert(41)>",
    "<img src=x:x onerror=alert(42)//",
    '"-alert(43)-"',
    "';alert(44);//",
    '\\";alert(45);//',
    '<div hx-get="/logout" hx-trigger="load">46</div>',
    "<x onpointerenter=alert(47)>47",
    "<template><img src=x onerror=alert(48)></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(49)>">',
    "<svg><animate onbegin=alert(50) attributeName=x dur=1s>",
    '<div style="background:url(javascript:alert(51))">',
    "data:text/html,<script>alert(52)</script>",
)
FOREIGN = """() => {
  const odd = [], at = location.origin;
  for (const one of document.querySelectorAll("*")) {
    for (const {name, value} of one.attributes) {
      if (/^on/i.test(name)) odd.push(`${one.tagName} ${name}`);
      if (/^(href|src|action|formaction|data|srcdoc|poster|xlink:href)$/i.test(name)
          && /^\\s*(javascript|vbscript|data:text)/i.test(value)) odd.push(`${name}=${value}`);
      if (/^hx-/i.test(name) && value.includes("/logout")) odd.push(`${name}=${value}`);
    }
    const tag = one.localName, from = one.src || one.getAttribute("src") || "";
    if (tag === "script" && !from.startsWith(at + "/")) odd.push("script " + one.textContent);
    if (["object", "embed", "base", "marquee", "math", "video", "x"].includes(tag)) odd.push(tag);
    if (tag === "iframe" && !from.startsWith(at + "/open/")) odd.push("iframe " + from);
    if (tag === "meta" && one.httpEquiv && one.httpEquiv.toLowerCase() === "refresh"
        && /script/i.test(one.content)) odd.push("refresh");
    if (tag === "link" && one.rel === "stylesheet" && !one.href.startsWith(at + "/")) odd.push(tag);
    if (tag === "style" && !one.hasAttribute("data-ours")) odd.push("style " + one.textContent);
  }
  return odd;
}"""
"""What stands in a page that we never write: handlers, scripts of its own, foreign elements."""
