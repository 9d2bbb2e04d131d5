-- The tables of the oracle's databases, as Prisma's own migrations make them from `schema.prisma`.

CREATE TYPE "user_role" AS ENUM ('READER', 'writer', 'the-admin');

CREATE TYPE "Coin" AS ENUM ('EUR', 'USD', 'JPY', 'GBP');

CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "age" INTEGER,
    "visits" BIGINT NOT NULL DEFAULT 0,
    "score" DOUBLE PRECISION,
    "balance" DECIMAL(14,4),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "role" "user_role" NOT NULL DEFAULT 'READER',
    "nicknames" TEXT[],
    "settings" JSONB,
    "avatar" BYTEA,
    "joined_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Profile" (
    "id" SERIAL NOT NULL,
    "bio" TEXT NOT NULL,
    "views" INTEGER NOT NULL DEFAULT 0,
    "user_id" INTEGER,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Passport" (
    "number" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "ownerId" INTEGER NOT NULL,

    CONSTRAINT "Passport_pkey" PRIMARY KEY ("number")
);

CREATE TABLE "Blog" (
    "id" BIGSERIAL NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "Blog_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "posts" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT,
    "rating" INTEGER NOT NULL DEFAULT 0,
    "blog_id" BIGINT NOT NULL,
    "author_id" INTEGER,
    "editorId" INTEGER,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Comment" (
    "id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "likes" INTEGER,
    "postId" INTEGER NOT NULL,
    "parentId" UUID,

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Tag" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Tag_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Membership" (
    "userId" INTEGER NOT NULL,
    "blogId" BIGINT NOT NULL,
    "role" "user_role" NOT NULL DEFAULT 'writer',

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("userId","blogId")
);

CREATE TABLE "Employee" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "managerId" INTEGER,
    "mentorId" INTEGER,

    CONSTRAINT "Employee_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Project" (
    "org" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("org","number")
);

CREATE TABLE "Task" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "hours" DECIMAL(8,2),
    "projectOrg" TEXT,
    "projectNumber" INTEGER,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Milestone" (
    "id" SERIAL NOT NULL,
    "org" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "Milestone_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Country" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Country_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "City" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "country_code" TEXT,

    CONSTRAINT "City_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Currency" (
    "coin" "Coin" NOT NULL,
    "symbol" TEXT NOT NULL,

    CONSTRAINT "Currency_pkey" PRIMARY KEY ("coin")
);

CREATE TABLE "Price" (
    "amount" DECIMAL(12,2) NOT NULL,
    "coin" "Coin" NOT NULL,

    CONSTRAINT "Price_pkey" PRIMARY KEY ("amount")
);

CREATE TABLE "Slot" (
    "at" TIMESTAMP(3) NOT NULL,
    "label" TEXT NOT NULL,
    "priceAmount" DECIMAL(12,2),
    "digest" BYTEA,

    CONSTRAINT "Slot_pkey" PRIMARY KEY ("at")
);

CREATE TABLE "File" (
    "digest" BYTEA NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "File_pkey" PRIMARY KEY ("digest")
);

CREATE TABLE "Booking" (
    "id" SERIAL NOT NULL,
    "seat" INTEGER NOT NULL,
    "guest" TEXT,
    "slotAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Booking_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "_PostToTag" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE TABLE "_acquaintance" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_acquaintance_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

CREATE UNIQUE INDEX "Profile_user_id_key" ON "Profile"("user_id");

CREATE UNIQUE INDEX "Passport_ownerId_key" ON "Passport"("ownerId");

CREATE UNIQUE INDEX "Blog_title_key" ON "Blog"("title");

CREATE UNIQUE INDEX "posts_slug_key" ON "posts"("slug");

CREATE UNIQUE INDEX "posts_blog_id_title_key" ON "posts"("blog_id", "title");

CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("name");

CREATE UNIQUE INDEX "Employee_name_key" ON "Employee"("name");

CREATE UNIQUE INDEX "Employee_mentorId_key" ON "Employee"("mentorId");

CREATE UNIQUE INDEX "Project_name_key" ON "Project"("name");

CREATE UNIQUE INDEX "Task_title_key" ON "Task"("title");

CREATE UNIQUE INDEX "Milestone_org_number_label_key" ON "Milestone"("org", "number", "label");

CREATE UNIQUE INDEX "Country_code_key" ON "Country"("code");

CREATE UNIQUE INDEX "City_name_key" ON "City"("name");

CREATE UNIQUE INDEX "Slot_digest_key" ON "Slot"("digest");

CREATE UNIQUE INDEX "Booking_slotAt_seat_key" ON "Booking"("slotAt", "seat");

CREATE INDEX "_PostToTag_B_index" ON "_PostToTag"("B");

CREATE INDEX "_acquaintance_B_index" ON "_acquaintance"("B");

ALTER TABLE "Profile" ADD CONSTRAINT "Profile_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Passport" ADD CONSTRAINT "Passport_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "posts" ADD CONSTRAINT "posts_blog_id_fkey" FOREIGN KEY ("blog_id") REFERENCES "Blog"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "posts" ADD CONSTRAINT "posts_editorId_fkey" FOREIGN KEY ("editorId") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

ALTER TABLE "Comment" ADD CONSTRAINT "Comment_postId_fkey" FOREIGN KEY ("postId") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Comment" ADD CONSTRAINT "Comment_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Comment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Membership" ADD CONSTRAINT "Membership_blogId_fkey" FOREIGN KEY ("blogId") REFERENCES "Blog"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Employee" ADD CONSTRAINT "Employee_managerId_fkey" FOREIGN KEY ("managerId") REFERENCES "Employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Employee" ADD CONSTRAINT "Employee_mentorId_fkey" FOREIGN KEY ("mentorId") REFERENCES "Employee"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Task" ADD CONSTRAINT "Task_projectOrg_projectNumber_fkey" FOREIGN KEY ("projectOrg", "projectNumber") REFERENCES "Project"("org", "number") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Milestone" ADD CONSTRAINT "Milestone_org_number_fkey" FOREIGN KEY ("org", "number") REFERENCES "Project"("org", "number") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "City" ADD CONSTRAINT "City_country_code_fkey" FOREIGN KEY ("country_code") REFERENCES "Country"("code") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Price" ADD CONSTRAINT "Price_coin_fkey" FOREIGN KEY ("coin") REFERENCES "Currency"("coin") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Slot" ADD CONSTRAINT "Slot_priceAmount_fkey" FOREIGN KEY ("priceAmount") REFERENCES "Price"("amount") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Slot" ADD CONSTRAINT "Slot_digest_fkey" FOREIGN KEY ("digest") REFERENCES "File"("digest") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Booking" ADD CONSTRAINT "Booking_slotAt_fkey" FOREIGN KEY ("slotAt") REFERENCES "Slot"("at") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "_acquaintance" ADD CONSTRAINT "_acquaintance_A_fkey" FOREIGN KEY ("A") REFERENCES "Employee"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "_acquaintance" ADD CONSTRAINT "_acquaintance_B_fkey" FOREIGN KEY ("B") REFERENCES "Employee"("id") ON DELETE CASCADE ON UPDATE CASCADE;

