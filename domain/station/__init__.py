"""代表联络站、代表活动室: enrolment, reception rota, visits, and opinions until their answer."""
