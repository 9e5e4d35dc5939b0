"""Who works at Contoso? Sixty invented people, and the groups they are in. Plain data."""

import uuid
from dataclasses import dataclass

from intune_sim.tenants.roles import Role

TENANT_ID = uuid.UUID("11111111-1111-4111-8111-111111111111")
NAME = "Contoso"
DOMAIN = "contoso.example"

#: For every admin of the demo tenant; README names it.
PASSWORD = "Contoso-Demo-1"  # noqa: S105 - a documented password of an invented company


@dataclass(frozen=True)
class Person:
    """Somebody at Contoso."""

    given_name: str
    surname: str
    job_title: str
    department: str

    @property
    def user_principal_name(self) -> str:
        """What they sign in with."""
        return f"{self.given_name.lower()}@{DOMAIN}"


_STAFF = {
    "Executives": (
        "Patricia Okafor: Chief Executive Officer; Henrik Lindqvist: Chief Financial Officer; "
        "Mei Tanaka: Chief Technology Officer; Samuel Adeyemi: Chief Operating Officer; Ingrid Haugen: General Counsel"
    ),
    "Sales": (
        "Alex Morgan: Account Executive; Bianca Rossi: Sales Manager; Carlos Mendoza: Account Executive; "
        "Dana Whitfield: Sales Engineer; Elif Yilmaz: Account Executive; Felix Brandt: Key Account Manager; "
        "Gloria Santos: Inside Sales; Hugo Lefebvre: Account Executive; Imani Clarke: Sales Operations; "
        "Jonas Weber: Account Executive; Katya Ivanova: Inside Sales; Liam Gallagher: Regional Director"
    ),
    "Marketing": (
        "Maya Sharma: Marketing Manager; Noah Fischer: Content Strategist; Olivia Bennett: Brand Manager; "
        "Pedro Alvarez: Events Coordinator; Quinn Harper: Copywriter; Rosa Jimenez: Designer; "
        "Stefan Novak: Web Editor; Tara Quinlan: Campaign Manager"
    ),
    "Finance": (
        "Uma Krishnan: Controller; Viktor Petrov: Accountant; Wendy Cho: Payroll Specialist; "
        "Xavier Dubois: Financial Analyst; Yara Haddad: Accountant; Zane Wallace: Tax Specialist; "
        "Amara Nwosu: Treasurer; Bruno Keller: Financial Analyst; Chloe Martin: Accounts Payable"
    ),
    "Engineering": (
        "Dimitri Volkov: Software Engineer; Esther Kim: Software Engineer; Farid Rahimi: Test Engineer; "
        "Greta Olsen: Engineering Manager; Hassan Malik: Software Engineer; Irene Papadaki: Data Engineer; "
        "Jasper de Vries: Software Engineer; Kavya Reddy: Product Manager; Leon Schmitt: Software Engineer; "
        "Miriam Cohen: Technical Writer"
    ),
    "IT": (
        "Adele Vance: Endpoint Administrator; Nadia Farouk: Security Engineer; Oscar Nilsson: Application Packager; "
        "Priya Nair: Service Desk Analyst"
    ),
    "Operations": (
        "Rafael Costa: Warehouse Lead; Sofia Marino: Logistics Planner; Thomas Becker: Facilities Manager; "
        "Ursula Klein: Dispatcher; Vincent Moreau: Buyer; Willow Grant: Buyer; Xenia Popescu: Planner; "
        "Yusuf Demir: Quality Inspector"
    ),
    "Contractors": (
        "Zoe Campbell: Consultant; Anton Berg: Consultant; Beatriz Lima: Interim Accountant; Colin Reid: Photographer"
    ),
}

PEOPLE: tuple[Person, ...] = tuple(
    Person(
        given_name=name.split(" ", maxsplit=1)[0],
        surname=name.split(" ", maxsplit=1)[1],
        job_title=job,
        department=department,
    )
    for department, people in _STAFF.items()
    for name, job in (person.split(": ") for person in people.split("; "))
)

#: Each group with the departments that it takes in.
GROUPS: dict[str, tuple[str, ...]] = {
    "All Company": tuple(_STAFF),
    "Executives": ("Executives",),
    "Sales": ("Sales",),
    "Marketing": ("Marketing",),
    "Finance": ("Finance",),
    "Engineering": ("Engineering", "IT"),
    "Operations": ("Operations",),
    "Contractors": ("Contractors",),
}

#: Contractors bring their own licence, which is none.
UNLICENSED = ("Contractors",)

#: By given name. The first is the one that everything is shown with.
ADMINS: dict[str, Role] = {
    "Adele": Role.INTUNE_ADMINISTRATOR,
    "Nadia": Role.ENDPOINT_SECURITY_MANAGER,
    "Oscar": Role.APPLICATION_MANAGER,
    "Priya": Role.HELP_DESK_OPERATOR,
}
SIGN_IN = f"adele@{DOMAIN}"
