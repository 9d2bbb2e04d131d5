//! From the wasm crate to `planner.js`, `planner.d.ts` and `planner_bg.wasm`.
//!
//! The glue is written by the library form of `wasm-bindgen`, so that no tool has to be installed and its version is the
//! one in `Cargo.lock`.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::pack::pack;

const PACKAGE: &str = "treewright-wasm";
const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "planner";

/// The folder of the npm package's sources that receives the glue.
pub(crate) fn default_out() -> Result<PathBuf, String> {
    Ok(workspace()?.join("js/src/planner/generated"))
}

/// Builds the crate for release and writes its glue into `out`, unless what is there was made from the same bytes.
pub(crate) fn build(out: &Path) -> Result<String, String> {
    let target_dir = target_dir()?;
    compile(&target_dir)?;
    let input =
        target_dir.join(TARGET).join("release").join(PACKAGE.replace('-', "_")).with_extension("wasm");
    let bytes = fs::read(&input).map_err(|error| at(&input, &error))?;
    let stamp_path = out.join(".stamp");
    let stamp = stamp(&bytes);
    if is_current(out, &stamp_path, &stamp) {
        return Ok(format!("xtask: {NAME}_bg.wasm is current"));
    }
    write_glue(&input, out)?;
    fs::write(&stamp_path, stamp).map_err(|error| at(&stamp_path, &error))?;
    Ok(format!("xtask: wrote {NAME}_bg.wasm, {} bytes", size(&out.join(format!("{NAME}_bg.wasm")))?))
}

fn compile(target_dir: &Path) -> Result<(), String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--locked", "--release", "--package", PACKAGE])
        .args(["--target", TARGET, "--target-dir"])
        .arg(target_dir)
        .env("CARGO_ENCODED_RUSTFLAGS", flags()?)
        .current_dir(workspace()?)
        .status()
        .map_err(|error| format!("could not start cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo could not build {PACKAGE} for {TARGET}")) }
}

fn write_glue(input: &Path, out: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(input)
        .out_name(NAME)
        .web(true)
        .map_err(|error| format!("wasm-bindgen refused the web target: {error:#}"))?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
        .generate(out)
        .map_err(|error| format!("wasm-bindgen could not read {}: {error:#}", input.display()))?;
    let wasm = out.join(format!("{NAME}_bg.wasm"));
    let bytes = fs::read(&wasm).map_err(|error| at(&wasm, &error))?;
    fs::write(&wasm, pack(&bytes)?).map_err(|error| at(&wasm, &error))?;
    // Nothing imports the raw module by its exports, and beside the `.wasm` its types would stand for the module's own.
    let raw_types = out.join(format!("{NAME}_bg.wasm.d.ts"));
    fs::remove_file(&raw_types).map_err(|error| at(&raw_types, &error))
}

/// Panic messages carry source paths: they are cut where they would name this machine's folders.
fn flags() -> Result<String, String> {
    let workspace = workspace()?;
    let mut flags = vec![format!("--remap-path-prefix={}/=", workspace.display())];
    for sources in registry_sources() {
        flags.push(format!("--remap-path-prefix={}/=", sources.display()));
    }
    Ok(flags.join("\u{1f}"))
}

/// The folders into which cargo unpacks crates, in a fixed order; none if it keeps them elsewhere.
fn registry_sources() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let Some(home) = home else { return Vec::new() };
    let Ok(entries) = fs::read_dir(home.join("registry/src")) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

fn is_current(out: &Path, stamp_path: &Path, stamp: &str) -> bool {
    let made = [format!("{NAME}.js"), format!("{NAME}.d.ts"), format!("{NAME}_bg.wasm")];
    fs::read_to_string(stamp_path).is_ok_and(|written| written == stamp)
        && made.iter().all(|name| out.join(name).is_file())
}

/// Changes with the wasm and with this program, whose dependency writes the glue.
fn stamp(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    include_str!("wasm.rs").hash(&mut hasher);
    include_str!("pack.rs").hash(&mut hasher);
    include_str!("likeness.rs").hash(&mut hasher);
    include_str!("../../../Cargo.lock").hash(&mut hasher);
    format!("{:016x}\n", hasher.finish())
}

fn workspace() -> Result<PathBuf, String> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| "the workspace folder was not found".to_owned())
}

/// Where this program itself was built: `<target dir>/debug/xtask`.
fn target_dir() -> Result<PathBuf, String> {
    let here = env::current_exe().map_err(|error| format!("no path to this program: {error}"))?;
    here.ancestors().nth(2).map(Path::to_path_buf).ok_or_else(|| "the target folder was not found".to_owned())
}

fn size(path: &Path) -> Result<u64, String> {
    fs::metadata(path).map(|found| found.len()).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
