// A year that is wider than the screen is shown around today; without this script from its beginning.
const year = document.querySelector(".tl .plot"), today = year?.querySelector("line.today");
if (today) year.scrollLeft = today.getBBox().x - year.clientWidth / 2;
