/* The rules of `digest check` that a single entry can break, in the same words: the messages come from the package
   (digest/model/messages.py). A test runs the same entries through both. */

import { reader, split } from "./add-identifiers.js";
import { nearest } from "./add-near.js";

const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const DAY = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
export const words = (text) => text.split(SPACE).filter(Boolean);
export const oneLine = (text) => words(text).join(" ");
export const count = (text) => [...text].length;

/* Whatever text an entry holds, each with the way to it. */
function* texts(held, way = []) {
  if (typeof held === "string") yield [way, held];
  else for (const [key, inside] of Object.entries(held)) yield* texts(inside, [...way, key]);
}

function isDay(text) {
  const [, year, month = "01", day = "01"] = DAY.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return year > "0000" && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}

/* The name of the message that says what is wrong with an address. */
export function fault(address) {
  const parts = split(address);
  if (!parts || !parts.isPort) return "no_address";
  if (!["http", "https"].includes(parts.scheme)) return "no_web_address";
  if (/[\s<>"\\]/u.test(address)) return "address_character";
  if (parts.user !== null) return "address_user";
  const { host } = parts;
  return !host || !/[.:]/.test(host) || host.includes("..") || host.startsWith(".") ? "address_host" : null;
}

export function checker(knowledge, known = { slugs: {}, papers: {} }) {
  const { messages, limits, vocabularies } = knowledge;
  const read = reader(knowledge.forms);
  const HIDDEN = new RegExp(knowledge.forms.hidden), SLUG = new RegExp(knowledge.forms.slug), NO_NAME = new RegExp(knowledge.forms.no_name);
  /* `name` and `values` say the same to whoever has other words for it. */
  const say = (rule, way, name, values = {}) => ({ rule, key: way.join("."), message: oneLine(fill(messages[name], values)), name, values });

  /* The form's own words name no kind, and join forms in no language. */
  const identifier = (key, text, kind, ...forms) => ({ ...say("bad-identifier", [key], "bad_identifier", { text, kind, form: forms.join(" or ") }), values: { text, form: forms.join(", ") } });

  /* What keeps a file from being read, but for what the form cannot write. */
  function* typed(entry) {
    for (const key of knowledge.needed) if (!(key in entry)) yield say("missing-key", [key], "missing_key", { name: key });
    if (entry.topics && !entry.topics.length) yield say("too-few", ["topics"], "too_few", { name: "topics" });
    const isSound = (text) => words(text).length > 0 && !HIDDEN.test(text);
    if (entry.grounds && !Object.values(entry.grounds).some(isSound)) yield say("too-few", ["grounds"], "too_few", { name: "grounds" });
    for (const [way, text] of texts(entry)) {
      const hidden = HIDDEN.exec(text);
      const key = way.at(-1);
      const isNeeded = way.length === 1 && knowledge.needed.includes(key);
      if (hidden) yield say("control-character", way, "hidden_character", { code: hidden[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0") });
      else if (!words(text).length) yield say("empty-value", way, "empty_value", { name: `'${key}'`, mend: messages[isNeeded ? "mend_needed" : "mend_optional"] });
    }
    if (entry.arxiv?.trim() && !read.arxiv(entry.arxiv)) yield identifier("arxiv", entry.arxiv, "arXiv id", "1905.11946", "hep-th/9901001");
    if (entry.doi?.trim() && !read.doi(entry.doi)) yield identifier("doi", entry.doi, "DOI", "10.1000/182");
    if (entry.published?.trim() && !isDay(entry.published)) yield say("bad-day", ["published"], "bad_day", { day: entry.published });
  }

  function* identity(entry) {
    const given = ["arxiv", "doi", "url"].filter((key) => entry[key]);
    if (!given.length) yield { ...say("one-identifier", [], "no_identifier"), field: "reference" };
    if (given.length > 1) yield say("one-identifier", [given[1]], "two_identifiers", { first: given[0], second: given[1] });
    const arxiv = read.arxiv(entry.arxiv || "") ?? read.arxiv(entry.doi || "") ?? read.arxiv(entry.url || "");
    if ((entry.doi || entry.url) && !arxiv)
      for (const key of ["title", "authors", "published"]) if (!entry[key]?.length) yield { ...say("missing-metadata", [], "missing_metadata", { key }), field: key };
    const url = entry.url ?? "";
    const name = arxiv ? `arXiv:${arxiv}` : read.doi(entry.doi || "") ?? read.doi(url) ?? read.page(url) ?? url;
    if (name && Object.hasOwn(known.papers, name)) yield say("duplicate-paper", [given[0]], "duplicate_paper", { name, path: known.papers[name] });
  }

  function* addresses(entry) {
    const all = [[["url"], entry.url], ...(entry.code ?? []).map(({ repo }, place) => [["code", place, "repo"], repo])];
    for (const [word, reason] of Object.entries(entry.grounds ?? {})) if (reason.split(" ")[0].includes("://")) all.push([["grounds", word], reason]);
    for (const [way, address] of all) {
      const wrong = address?.trim() && fault(address);
      if (wrong) yield { rule: "bad-address", key: way.join("."), message: `'${address}' ${messages[wrong]}`, name: wrong, values: { address } };
    }
  }

  function* code(entry) {
    const seen = new Set();
    for (const [place, { repo = "", framework }] of (entry.code ?? []).entries()) {
      const found = read.repository(repo);
      const way = ["code", place, "repo"];
      if (!found && repo.trim() && !fault(repo)) yield say("bad-repository", way, "bad_repository", { url: repo });
      if (!found) continue;
      const slug = knowledge.moved[found.slug] ?? found.slug;
      if (seen.has(slug)) yield say("bad-repository", way, "repository_twice", { url: repo });
      seen.add(slug);
      if (framework && slug in knowledge.repositories) yield say("framework-twice", ["code", place, "framework"], "framework_twice", { path: knowledge.repositories[slug] });
    }
  }

  function* vocabulary(entry) {
    const uses = [["topic", "topics", entry.topics], ["lab", "labs", entry.labs], ["ground", "grounds", Object.keys(entry.grounds ?? {})]];
    for (const [kind, name, used] of uses) for (const [place, word] of (used ?? []).entries()) yield* unknown(kind, name, word, [name, name === "grounds" ? word : place]);
    for (const [place, { framework }] of (entry.code ?? []).entries()) if (framework) yield* unknown("framework", "frameworks", framework, ["code", place, "framework"]);
    for (const key of ["topics", "labs"])
      for (const [place, word] of (entry[key] ?? []).entries()) if (entry[key].indexOf(word) < place) yield say("listed-twice", [key, place], "listed_twice", { word });
  }

  function* unknown(kind, name, word, way) {
    const { path, words: listed } = vocabularies[name];
    const ids = listed.map(([id]) => id);
    if (ids.includes(word)) return;
    const other = idOf(listed, word);
    const near = nearest(word, ids) ?? holderOf(listed, word);
    const few = ids.length <= limits.few_words ? fill(messages.one_of, { words: ids.join(", ") }) : "";
    const mend = other ? fill(messages.write_word, { word: other }) : near ? fill(messages.did_you_mean, { word: near }) : fill(messages[kind === "lab" ? "add_lab" : "add_word"], { few, path });
    const known = listed.find(([id]) => id === (other ?? near))?.[1];
    yield { rule: `unknown-${kind}`, key: way.join("."), message: fill(messages.unknown_word, { kind, word }) + mend, name: kind === "lab" ? `${known ? "near" : "unknown"}_lab` : "unknown_word", values: { word, known } };
  }

  function* lengths(entry) {
    const { tldr = "", why = "", summary = "", evidence = {} } = entry;
    const { most_tldr, most_why, least_summary: least, most_summary, most_summary_characters } = limits;
    const n = words(summary).length;
    if (count(tldr) > most_tldr) yield say("long-tldr", ["tldr"], "long_tldr", { length: count(tldr), most: most_tldr });
    if (count(why) > most_why) yield say("long-why", ["why"], "long_why", { length: count(why), most: most_why });
    const off = Math.max(least - n, n - most_summary, 0);
    if (n && off) yield say("summary-length", ["summary"], n < least ? "summary_too_short" : "summary_too_long", { count: n, off, least, most: most_summary });
    else if (count(summary) > most_summary_characters) yield say("summary-length", ["summary"], "long_summary", { length: count(summary), most: most_summary_characters });
    const text = oneLine(`${tldr} ${why} ${summary}`);
    for (const claim of Object.keys(evidence).map(oneLine)) if (!occurs(claim, text)) yield say("stray-evidence", ["evidence", claim], "stray_evidence", { claim });
  }

  function* room({ title = "", venue = "", by = "", doi = "", url = "", authors = [], grounds = {}, code = [], evidence = {}, aliases = [] }) {
    const each = (key, list, most) => list.map(([place, text]) => [[key, place], text, most]);
    const all = [
      [["title"], title, limits.most_title], [["venue"], venue, limits.most_venue], [["by"], by, limits.most_by],
      [["doi"], read.doi(doi) ?? doi, limits.most_doi], [["url"], url, limits.most_address],
      ...each("authors", [...authors.entries()], limits.most_author),
      ...each("grounds", Object.entries(grounds), limits.most_ground),
      ...code.map(({ repo = "" }, place) => [["code", place, "repo"], repo, limits.most_address]),
      ...each("evidence", Object.keys(evidence).map((claim) => [claim, claim]), limits.most_claim),
      ...each("evidence", Object.entries(evidence), limits.most_place),
    ];
    for (const [way, text, most] of all) if (count(text) > most) yield say("too-long", way, "too_long", { name: way[0], length: count(text), most });
    for (const [key, n, most] of [["authors", authors.length, limits.most_authors], ["code", code.length, limits.most_code], ["evidence", Object.keys(evidence).length, limits.most_evidence], ["aliases", aliases.length, limits.most_aliases]])
      if (n > most) yield say("too-many", [key], "too_many", { name: key, count: n, most });
    if (NO_NAME.test(by)) yield say("plain-name", ["by"], "no_name");
  }

  function* name(slug) {
    if (!SLUG.test(slug)) yield say("bad-name", ["slug"], "bad_name");
    else if (knowledge.reserved.includes(slug)) yield say("reserved-slug", ["slug"], "reserved_slug", { slug });
    else if (Object.hasOwn(known.slugs, slug)) yield say("duplicate-slug", ["slug"], "duplicate_slug", { slug, path: known.slugs[slug] });
  }

  /* Everything that is wrong, once for every value: what could not be read is not judged further. */
  return (entry, slug) => {
    const unread = [...typed(entry)];
    const keys = new Set(unread.map(({ key }) => key));
    const rest = [...identity(entry), ...addresses(entry), ...code(entry), ...vocabulary(entry), ...lengths(entry), ...room(entry)];
    return [...unread, ...rest.filter(({ key }) => !key || !keys.has(key)), ...(slug === undefined ? [] : name(slug))];
  };
}

const plain = (text) => text.toLowerCase().replaceAll(" ", "-");

/* The first word in whose id, name or other names one stands, as whole words. */
const holderOf = (listed, word) => listed.find((names) => names.some((name) => `-${plain(name)}-`.includes(`-${plain(word)}-`)))?.[0];

/* The word that a name, an alias or a former id belongs to, however it is written. */
export function idOf(listed, name) {
  return listed.findLast(([, ...names]) => names.some((other) => plain(other) === plain(name)))?.[0] ?? null;
}

const letter = /[\p{L}\p{N}_]/u;
function occurs(claim, text) {
  for (let place = text.indexOf(claim); place >= 0; place = text.indexOf(claim, place + 1)) {
    const [before, after] = [text.slice(0, place), text.slice(place + claim.length)];
    const last = [...before].at(-1) ?? "";
    const [next = ""] = after;
    if (last !== "." && !letter.test(last) && !letter.test(next) && !/^\.\d/.test(after)) return true;
  }
  return false;
}
