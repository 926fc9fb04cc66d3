// What browsers have and the compiler's own declarations do not know yet; used only where it is there.
interface Navigator {
  readonly userActivation?: { readonly hasBeenActive: boolean; readonly isActive: boolean };
}
