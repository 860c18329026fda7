"""Which page is opened as whom: a line for every GET route of the pages, and what is no page.

Who adds a route adds its line: `test_no_route_escapes_the_list` reads the routes from the
application. Several addresses may stand in a line where the page has several faces.
"""

NOBODY = ""
VISITS: dict[str, tuple[tuple[str, str], ...]] = {
    "/login": ((NOBODY, "/login"),),
    "/": (("clerk", "/"), ("county", "/?days=30"), ("auditor", "/"), ("root", "/")),
    "/todo": (("fire", "/todo"), ("housing", "/todo"), ("government", "/todo")),
    "/decide": (("clerk", "/decide"),),
    "/inbox": (("group", "/inbox"), ("housing", "/inbox")),
    "/audit": (("auditor", "/audit"),),
    "/audit/{kind}/{name}": (("auditor", "/audit/project/LG23-02"),),
    "/figures": (("county", "/figures"), ("clerk", "/figures")),
    "/charts": (("clerk", "/charts"),),
    "/projects/{project}": (
        ("clerk", "/projects/LG23-02"),
        ("fire", "/projects/LG23-01"),
        ("group", "/projects/LG23-03?all=1"),
    ),
    "/projects/{project}/inspections": (("group", "/projects/LG23-01/inspections"),),
    "/projects/{project}/inspections/{number}": (("group", "/projects/LG23-01/inspections/1"),),
    "/projects/{project}/duties/{line}": (
        ("fire", "/projects/LG23-01/duties/work_plan"),
        ("clerk", "/projects/LG23-02/duties/work_plan"),
    ),
    "/projects/{project}/duties/{line}/{period}": (
        ("housing", "/projects/LG23-02/duties/circular_reading/2023-Q2"),
        ("clerk", "/projects/LG23-03/duties/circular_reading/2023-Q2"),
    ),
    "/programmes/{programme}": (("clerk", "/programmes/LG23"), ("county", "/programmes/ZZ23")),
    "/programmes/{programme}/duties/{line}": (("clerk", "/programmes/LG23/duties/evaluation"),),
    "/programmes/{programme}/duties/{line}/{period}": (
        ("clerk", "/programmes/LG23/duties/half_year_inspection/2023-H1"),
    ),
    "/programmes/{programme}/papers": (("clerk", "/programmes/LG23/papers"),),
    "/collections": (("county", "/collections"), ("clerk", "/collections")),
    "/collections/{collection}": (
        ("county", "/collections/ZZ23"),
        ("county", "/collections/QX23"),
        ("clerk", "/collections/LG24"),
    ),
    "/collections/{collection}/decision": (
        ("county", "/collections/ZZ23/decision"),
        ("county", "/collections/QX23/decision"),
    ),
    "/collections/{collection}/vote": (
        ("county", "/collections/ZZ23/vote"),
        ("county", "/collections/QX23/vote"),
    ),
    "/collections/{collection}/pool": (
        ("county", "/collections/QX23/pool"),
        ("clerk", "/collections/LG24/pool"),
    ),
    "/collections/{collection}/pool/{item}": (("county", "/collections/QX23/pool/P01"),),
    "/collections/{collection}/candidates": (("county", "/collections/QX23/candidates"),),
    "/collections/{collection}/session": (("clerk", "/collections/LG24/session"),),
    "/collections/{collection}/wishes": (("clerk", "/collections/LG24/wishes"),),
    "/collections/{collection}/receptions": (("clerk", "/collections/LG24/receptions"),),
    "/collections/{collection}/duties/{line}": (),
    "/collections/{collection}/duties/{line}/{period}": (),
    "/candidates/{collection}": ((NOBODY, "/candidates/QX23"),),
    "/wishes/{wish}": (("clerk", "/wishes/LG24-ROAD"),),
    "/wish/{collection}": ((NOBODY, "/wish/LG24"),),
    "/wish/{collection}/poster": (("clerk", "/wish/LG24/poster"),),
    "/receipt": ((NOBODY, "/receipt"), (NOBODY, "/receipt?no=LG24-ROAD")),
    "/lists": (("clerk", "/lists"),),
    "/meetings": (("clerk", "/meetings"),),
    "/meetings/{meeting}": (("clerk", "/meetings/LG24-1"),),
    "/ballots": (("wu", "/ballots"), ("clerk", "/ballots")),
    "/ballots/{ballot}": (("wu", "{BOX}"), ("clerk", "{BOX}"), ("lin", "{BOX}")),
    "/suggestions": (("county", "/suggestions"), ("deputy", "/suggestions")),
    "/suggestions/monthly": (("county", "/suggestions/monthly"),),
    "/suggestions/{suggestion}": (
        ("county", "/suggestions/DJ-0001"),
        ("deputy", "/suggestions/DJ-0001"),
    ),
    "/suggestions/{suggestion}/duties/{line}": (("county", "/suggestions/DJ-0001/duties/reply"),),
    "/suggestions/{suggestion}/duties/{line}/{period}": (),
    "/open/suggestions": ((NOBODY, "/open/suggestions"),),
    "/registers": (("county", "/registers"), ("d01", "/registers")),
    "/registers/{book}": (("d01", "/registers/SL.D01.2023"),),
    "/registers/{book}/sheet": (("d01", "/registers/SL.D01.2023/sheet"),),
    "/deputies/{congress}/{year}": ((NOBODY, "/deputies/SL/2023"),),
    "/deputies/{congress}/{year}/{deputy}": ((NOBODY, "/deputies/SL/2023/D01"),),
    "/stations": (("county", "/stations"),),
    "/stations/{station}": (("county", "/stations/ST1"),),
    "/topics": (("clerk", "/topics"),),
    "/topics/{call}": (("clerk", "/topics/T23"),),
    "/appraisals/{appraisal}": (("clerk", "/appraisals/A1"),),
    "/open": ((NOBODY, "/open"),),
    "/open/in/{region:path}": (
        (NOBODY, "/open/in/浙江省"),
        (NOBODY, "/open/in/浙江省/温州市/龙港市"),
    ),
    "/open/years/{programme}": ((NOBODY, "/open/years/LG23"),),
    "/open/projects/{project}": (
        (NOBODY, "/open/projects/LG23-01"),
        (NOBODY, "/open/projects/LG23-02"),
    ),
    "/open/projects/{project}/course": ((NOBODY, "/open/projects/LG23-02/course"),),
    "/open/rules": ((NOBODY, "/open/rules"),),
}
NO_PAGES = {
    "/language/{code}",
    "/files/{sha256}",
    "/lists/template.xlsx",
    "/programmes/{programme}/list.{form}",
    "/programmes/{programme}/papers/draft.{form}",
    "/programmes/{programme}/papers/{no}.{form}",
    "/collections/{collection}/papers",
    "/collections/{collection}/papers/draft.{form}",
    "/collections/{collection}/papers/{no}.{form}",
    "/wish/{collection}/qr.svg",
    "/wishes/{wish}/contact",
}
"""Files and ways back: what answers with no page of its own."""
