// The engine alone, a file of its own: the lock opens before it is fetched.
export { loadForm } from "@getodk/xforms-engine";
