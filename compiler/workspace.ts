/**
 * The workspace object: texts in, facts out. Each file is parsed and checked once for its text; an edit re-checks that file and
 * those that looked up a name whose meaning changed, nothing else.
 */
import { checkRules } from './checks/rules.ts';
import { workspaceFindings } from './checks/workspace-rules.ts';
import { type Allow, allowFix, allowOf, isOfAllow, withAllows } from './diagnostics/allow.ts';
import { compareDiagnostics, diagnose } from './diagnostics/diagnose.ts';
import { withoutFollowers } from './diagnostics/followers.ts';
import type { Diagnostic } from './diagnostics/types.ts';
import { type Assembled, createAssemble, finished } from './graph/assemble.ts';
import type { Files, Program, Unit } from './graph/lower/context.ts';
import { lowerTests } from './graph/lower/tests.ts';
import { createProgram, type LoweredUnit, lowerUnit } from './graph/lower.ts';
import { createNameIndex, every } from './names/index.ts';
import { type Lost, lostIn, withoutLost } from './names/lost.ts';
import { moduleOf } from './names/modules.ts';
import { symbolsOf } from './names/symbols.ts';
import { createReason } from './reasoning/rules.ts';
import { LineIndex, spanToRange, withLineFeeds } from './syntax/lines.ts';
import { parse } from './syntax/parse.ts';
import type { File, Span } from './syntax/tree.ts';
import type { Finding } from './types/context.ts';
import { type CheckedFile, checkFile, templateKey } from './types/file.ts';
import { createSignatures } from './types/signatures.ts';
import type { Workspace, WorkspaceOptions } from './workspace.types.ts';

interface Entry {
  readonly path: string;
  readonly module: string;
  readonly text: string;
  readonly tree: File;
  readonly syntax: readonly Diagnostic[];
  lines: LineIndex | undefined;
  /** undefined: not looked for yet */
  allows: readonly Allow[] | undefined;
  /** what it came to in the graph, and for which check of it */
  lowered: { readonly unit: LoweredUnit; readonly of: Checked } | undefined;
  /** what it came to before an edit that changed nothing for other files */
  former: LoweredUnit | undefined;
  said: Said | undefined;
  /** undefined: to be checked again */
  checked: Checked | undefined;
}

/** All that is said of a file, and what it was made from. */
interface Said {
  readonly own: readonly Diagnostic[];
  readonly findings: readonly Diagnostic[];
  readonly complete: boolean;
  readonly lost: Lost;
  readonly all: readonly Diagnostic[];
}

interface Checked extends CheckedFile {
  readonly unit: Unit;
  readonly diagnostics: readonly Diagnostic[];
  /** findings that point into other files, whose places may move */
  readonly moving: readonly Finding[];
}

/** What the workspace as a whole comes to; there is none while a file has errors. */
interface Whole {
  readonly program: Program;
  readonly files: Files;
  /** of each file */
  readonly units: readonly LoweredUnit[];
  readonly graph: Assembled;
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** names whose change reaches files that do not look them up */
const reaching = /^(condition |profile timezone$)/;

const none: readonly Diagnostic[] = [];

const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { settings } = options;
  const entries = new Map<string, Entry>();
  /** texts of template files by path */
  const templates = new Map<string, string>();
  const index = createNameIndex();
  const signatures = createSignatures(index, settings);
  /** dependency key -> files that looked it up */
  const users = new Map<string, Set<string>>();
  const dirty = new Set<string>();
  /** how often a declaration is referred to by others than itself, and purposes that somebody grants */
  const uses = new Map<string, number>();
  /** undefined: there is a file more, or less */
  let listed: Files | undefined;
  /** until the next change; `broken`: some file has errors */
  let whole: Whole | 'broken' | undefined;
  /** the last one that there was */
  let latest: Whole | undefined;
  /** until the next change; undefined: not looked for yet */
  let lost: Lost | undefined;
  const own = new Map<Entry, readonly Diagnostic[]>();
  const assemble = createAssemble();
  const reason = createReason();

  const changed = (path: string, keys: Set<string>): void => {
    whole = undefined;
    lost = undefined;
    forgetOwn(path, keys);
    // Files have numbers in the graph, conditions stand in it where they are used, and policies follow the zone of the profile.
    const everywhere = listed === undefined || [...keys].some((key) => reaching.test(key));
    if (everywhere) for (const entry of entries.values()) forgetLowered(entry);
    signatures.invalidate(keys);
    for (const key of keys) for (const user of users.get(key) ?? []) forget(user);
    if (keys.size > 0) forget(path);
    else dirty.add(path);
  };

  /** What files say by themselves depends on declarations anywhere, on what is used (`counted`), and on places in other files. */
  const forgetOwn = (path: string, keys: ReadonlySet<string>): void => {
    if (keys.size > 0) own.clear();
    for (const [entry, said] of own) {
      if (entry.path === path || said.some(({ related }) => related?.some(({ file }) => file !== entry.path)))
        own.delete(entry);
    }
  };

  /** Takes back what the check of a file had told the workspace. */
  const forget = (path: string): void => {
    const entry = entries.get(path);
    if (entry === undefined) return;
    dirty.add(path);
    forgetLowered(entry);
    if (entry.checked === undefined) return;
    own.delete(entry);
    retract(path, entry.checked);
    entry.checked = undefined;
  };

  /** What a declaration elsewhere comes to stands in it: the journey may look the same and mean something else. */
  const forgetLowered = (entry: Entry): void => {
    entry.lowered = undefined;
    entry.former = undefined;
  };

  const retract = (path: string, checked: Checked): void => {
    for (const key of checked.deps) users.get(key)?.delete(path);
    for (const id of checked.facts.used) counted(id, -1);
  };

  /** A declaration is used, or no longer: its file has something else to say. */
  const counted = (id: string, by: 1 | -1): void => {
    const before = uses.get(id) ?? 0;
    uses.set(id, before + by);
    if (before !== 0 && before + by !== 0) return;
    const declared = index.byId(id);
    for (const { path } of declared === undefined ? [] : index.declarations(declared.kind, declared.name)) {
      const entry = entries.get(path);
      if (entry !== undefined) own.delete(entry);
    }
  };

  const checkOne = (path: string): void => {
    dirty.delete(path);
    const entry = entries.get(path);
    if (entry === undefined || entry.checked !== undefined) return;
    const checked = checkFile({ ...entry }, index, signatures, settings, templates);
    checkRules({ ...entry, facts: checked.facts, index });
    for (const key of checked.deps) {
      const known = users.get(key);
      if (known === undefined) users.set(key, new Set([path]));
      else known.add(path);
    }
    for (const id of checked.facts.used) counted(id, 1);
    const { findings } = checked.facts;
    const moving = findings.filter(pointsElsewhere);
    const diagnostics = findings.filter((finding) => !pointsElsewhere(finding)).map((finding) => shown(entry, finding));
    const { module, text, tree } = entry;
    const unit = { path, module, text, tree, facts: checked.facts };
    entry.checked = { ...checked, unit, diagnostics, moving };
  };

  const checkDirty = (): void => {
    for (const path of dirty) checkOne(path);
  };

  const linesOf = (entry: Entry): LineIndex => {
    entry.lines ??= new LineIndex(entry.text);
    return entry.lines;
  };

  const rangeOf = (entry: Entry, path: string | undefined, span: Span) => {
    const at = path === undefined ? entry : entries.get(path);
    if (at !== undefined) return { file: at.path, range: spanToRange(linesOf(at), span) };
    const template = path === undefined ? undefined : templates.get(path);
    if (path === undefined || template === undefined) return undefined;
    return { file: path, range: spanToRange(new LineIndex(template), span) };
  };

  const placeOf = (id: string): { path: string | undefined; span: Span | undefined } => {
    const symbol = index.byId(id);
    return { path: symbol?.path, span: symbol?.node.name };
  };

  /** A finding with its places as lines. */
  const shown = (entry: Entry, finding: Finding): Diagnostic => {
    const related = finding.related?.flatMap((other) => {
      const { path, span } = 'declaration' in other ? placeOf(other.declaration) : { path: undefined, ...other };
      const place = span === undefined ? undefined : rangeOf(entry, path, span);
      return place === undefined ? [] : [{ ...place, message: other.message }];
    });
    const fixes = finding.fixes?.map(({ title, edits }) => ({
      title,
      edits: edits.flatMap(({ path, span, text }) => {
        const place = rangeOf(entry, path, span);
        return place === undefined ? [] : [{ ...place, text }];
      }),
    }));
    return diagnose(finding.wording, entry.path, spanToRange(linesOf(entry), finding.span), {
      ...(finding.hint === undefined ? {} : { hint: finding.hint }),
      ...(related === undefined ? {} : { related }),
      ...(fixes === undefined ? {} : { fixes }),
    });
  };

  /** What the file and the names it uses say by themselves; kept until that may change. */
  const ownOf = (entry: Entry): readonly Diagnostic[] => {
    const known = own.get(entry);
    if (known !== undefined) return known;
    const across = workspaceFindings({ ...entry, index, uses, signatures }).map((finding) => shown(entry, finding));
    const moving = (entry.checked?.moving ?? []).map((finding) => shown(entry, finding));
    const said = [...entry.syntax, ...(entry.checked?.diagnostics ?? []), ...moving, ...across];
    const all = entry.syntax.length === 0 ? said : withoutFollowers(said);
    own.set(entry, all);
    return all;
  };

  const wholeOf = (): Whole | undefined => {
    whole ??= [...entries.values()].some((entry) => hasErrors(ownOf(entry))) ? 'broken' : lowered();
    return whole === 'broken' ? undefined : whole;
  };

  const lowered = (): Whole => {
    const files = filesOf();
    const unitOf = (path: string): Unit | undefined => entries.get(path)?.checked?.unit;
    const program = createProgram(files, unitOf, index, signatures, settings);
    const units: LoweredUnit[] = [];
    for (const path of files.paths) {
      const entry = entries.get(path);
      if (entry?.checked === undefined) continue;
      if (entry.lowered?.of !== entry.checked)
        entry.lowered = { unit: lowerUnit(program, entry.checked.unit, entry.former), of: entry.checked };
      units.push(entry.lowered.unit);
    }
    latest = concluded(program, files, units);
    return latest;
  };

  /** An edit that changes no meaning, and no place, leaves the graph and all that follows from it as they were. */
  const concluded = (program: Program, files: Files, units: readonly LoweredUnit[]): Whole => {
    if (latest?.files === files && units.every((unit, index) => unit === latest?.units[index]))
      return { ...latest, program };
    const graph = assemble(program, units);
    return { program, files, units, graph, findings: reason(graph) };
  };

  const diagnosticsOf = (entry: Entry): readonly Diagnostic[] => {
    const all = wholeOf();
    const [from, findings, complete] = [ownOf(entry), all?.findings.get(entry.path) ?? none, all !== undefined];
    lost ??= lostIn([...entries.values()].filter(({ syntax }) => syntax.length > 0));
    const { said } = entry;
    if (said?.own === from && said.findings === findings && said.complete === complete && said.lost === lost)
      return said.all;
    const heard = allOf(entry, withoutLost(lost, entry.text, [...from, ...findings]), complete);
    entry.said = { own: from, findings, complete, lost, all: heard };
    return heard;
  };

  const allOf = (entry: Entry, found: readonly Diagnostic[], complete: boolean): readonly Diagnostic[] => {
    entry.allows ??= allowsIn(entry, linesOf(entry));
    if (found.length + entry.allows.length === 0) return found;
    const lines = entry.text.split('\n');
    const heard = withAllows(entry.path, found, entry.allows, complete);
    const fixable = heard.map((each) =>
      each.severity === 'error' || isOfAllow(each)
        ? each
        : { ...each, fixes: [...(each.fixes ?? []), allowFix(each, lines)] },
    );
    return fixable.sort(compareDiagnostics);
  };

  const filesOf = (): Files => {
    if (listed === undefined) {
      const paths = [...entries.keys()].sort();
      listed = { paths, numbers: new Map(paths.map((path, number) => [path, number])) };
    }
    return listed;
  };
  const paths = (): readonly string[] => filesOf().paths;

  const workspace: Workspace = {
    setFile(path, written) {
      const text = withLineFeeds(written);
      if (isTemplate(path)) {
        if (templates.get(path) === text) return;
        const keys = templates.has(path) ? [templateKey(path)] : [templateKey(path), every('template')];
        templates.set(path, text);
        changed(path, new Set(keys));
        return;
      }
      if (entries.get(path)?.text === text) return;
      const module = moduleOf(path);
      const { file: tree, diagnostics: syntax } = parse(path, text);
      const keys = index.update(path, symbolsOf(path, module, text, tree));
      if (!entries.has(path)) listed = undefined;
      const before = entries.get(path);
      if (before?.checked !== undefined) retract(path, before.checked);
      if (before !== undefined) own.delete(before);
      entries.set(path, {
        path,
        module,
        text,
        tree,
        syntax,
        lines: undefined,
        allows: undefined,
        lowered: undefined,
        former: keys.size > 0 ? undefined : (before?.lowered?.unit ?? before?.former),
        said: undefined,
        checked: undefined,
      });
      changed(path, keys);
    },
    removeFile(path) {
      if (templates.delete(path)) changed(path, new Set([templateKey(path), every('template')]));
      const entry = entries.get(path);
      if (entry === undefined) return;
      if (entry.checked !== undefined) retract(path, entry.checked);
      entries.delete(path);
      listed = undefined;
      changed(path, index.update(path, undefined));
    },
    get paths() {
      return paths();
    },
    get templates() {
      return [...templates.keys()].sort();
    },
    text: (path) => entries.get(path)?.text ?? templates.get(path),
    tree: (path) => entries.get(path)?.tree,
    diagnostics(path) {
      checkDirty();
      const entry = entries.get(path);
      return entry === undefined ? [] : diagnosticsOf(entry);
    },
    check() {
      checkDirty();
      return paths().flatMap((path) => {
        const entry = entries.get(path);
        return entry === undefined ? [] : diagnosticsOf(entry);
      });
    },
    compile() {
      checkDirty();
      const all = wholeOf();
      if (all === undefined || [...all.findings.values()].some(hasErrors)) return undefined;
      const graph = finished(all.program, all.units, all.graph);
      return { graph, tests: lowerTests(all.program, graph) };
    },
    known(path) {
      // Only this file: whoever opens one of a thousand need not wait for the others.
      checkOne(path);
      const entry = entries.get(path);
      if (entry?.checked === undefined) return undefined;
      const { module, text, tree, checked } = entry;
      return { path, module, text, tree, facts: checked.facts, bindingTypes: checked.facts.bindingTypes };
    },
    names: index,
    signatures,
    settings,
  };
  return workspace;
}

function allowsIn({ text, tree }: Entry, index: LineIndex): Allow[] {
  const told = tree.comments.filter((comment) => !comment.doc && comment.text.includes('allow'));
  if (told.length === 0) return [];
  const lines = text.split('\n');
  return told.flatMap((comment) => allowOf(comment.text, lines, spanToRange(index, comment)));
}

/** Template files stand beside the journeys; they hold text, not declarations. */
export function isTemplate(path: string): boolean {
  return path.endsWith('.liquid');
}

function pointsElsewhere(finding: Finding): boolean {
  return finding.related?.some((other) => 'declaration' in other) === true;
}
