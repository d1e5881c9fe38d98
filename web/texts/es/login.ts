import type { login as source } from "../en/login.ts";

export const login: typeof source = {
  title: "Iniciar sesión",
  name: "Nombre",
  password: "Contraseña",
  token: "Token",
  submit: "Entrar",
  checking: "Comprobando…",
  tokenWhat:
    "Este servidor aún no tiene usuarios para su página. Al arrancar mostró una dirección con un token, que deja entrar a un navegador: abra esa dirección o pegue aquí el token.",
  used: "Un token vale una sola vez. Arranque de nuevo el servidor para tener otro, o dé usuarios a la página con --page-users.",
  ended: "Su acceso ha terminado. Entre de nuevo y estará donde estaba.",
  wrong: "El nombre o la contraseña no son correctos",
  wrongToken: "El token no es correcto o ya se usó",
  tooMany: "Demasiados intentos",
  tooManyWhat: (left) => `Fallaron demasiados accesos desde esta dirección. Inténtelo de nuevo en ${left}.`,
  tooManyOver: "Ya puede intentarlo de nuevo.",
  busy: "El servidor está comprobando otros accesos",
  busyWhat: "Inténtelo de nuevo.",
  unreachable: "El servidor no responde",
  unreachableWhat: "Compruebe que está en marcha e inténtelo de nuevo.",
  roles: { look: "mirar", act: "actuar", admin: "administrar" },
  signedIn: (name, role) => `Ha entrado como ${name}, papel: ${role}`,
  signOut: "Salir",
  barriers: {
    act: "Su papel «mirar» no cambia nada: hace falta el papel «actuar».",
    admin: "Su papel no basta: hace falta el papel «administrar».",
  },
};
